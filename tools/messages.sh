#!/bin/sh
# Collect what is said to readers, and bring every catalogue up to date with it: messages.sh PYTHON [NEW-LANGUAGE]
set -eu
cd "$(dirname "$0")/.."
python=$1
catalogues=digest/phrases/locale
mkdir -p build

"$python" -m babel.messages.frontend --quiet extract --mapping pyproject.toml --output build/digest.pot \
    --keyword say --keyword counted:1,2 --keyword N_ --add-location file --sort-by-file --width 100 \
    --project Digest --copyright-holder "The Digest founders" .
if [ $# -gt 1 ]; then
    "$python" -m babel.messages.frontend init --domain digest --input-file build/digest.pot --output-dir $catalogues \
        --locale "$2" --width 100
fi
for folder in "$catalogues"/*/; do
    "$python" -m babel.messages.frontend --quiet update --domain digest --input-file build/digest.pot \
        --output-dir $catalogues --locale "$(basename "$folder")" --width 100 --no-fuzzy-matching --ignore-obsolete \
        --ignore-pot-creation-date
done
