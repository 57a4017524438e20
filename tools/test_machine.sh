#!/bin/sh
# What the tests need besides Python: PostgreSQL's programs (a cluster of our own is started from them on a free port),
# Chromium for pictures of mails, fonts for the world's scripts, git, the mail programs that check signatures and keep
# mail (Postfix, rspamd, SpamAssassin, Perl's Mail::DKIM, Dovecot), and npm and Java for the programs that check pages
# (tools/pages/package.json).
# None of them is started as a service: the tests start their own.
# As root on Debian or Ubuntu they are installed; otherwise this says what is missing, and the tests that need it are skipped.
set -eu
cd "$(dirname "$0")/.."

# What checks pages: exactly what the lock names, no script of any package run. A stamp makes doing it again cost nothing.
page_checkers() {
    stamp=tools/pages/node_modules/lock.stamp
    if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$(cksum <tools/pages/package-lock.json)" ]; then
        return
    fi
    if ! command -v npm >/dev/null; then
        echo "Without npm, the tests that check pages by axe-core, html-validate and vnu are skipped."
        return
    fi
    echo "Installing what tools/pages/package-lock.json names, with npm ..."
    if (cd tools/pages && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null); then
        cksum <tools/pages/package-lock.json >"$stamp"
    else
        echo "npm could not install what checks pages; the tests that need it are skipped."
    fi
}
trap page_checkers EXIT

missing=""
need() { missing="$missing $1"; }

command -v git >/dev/null || need git
command -v initdb >/dev/null || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || need postgresql
command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null || need chromium
command -v postfix >/dev/null || [ -x /usr/sbin/postfix ] || need postfix
command -v rspamd >/dev/null || need rspamd
command -v spamassassin >/dev/null || need spamassassin
for protocol in imap pop3; do
    [ -x /usr/lib/dovecot/$protocol ] || [ -x /usr/libexec/dovecot/$protocol ] || need "dovecot-${protocol}d"
done
perl -MMail::DKIM::Verifier -e 1 2>/dev/null || need libmail-dkim-perl
command -v npm >/dev/null || need npm
command -v java >/dev/null || need default-jre-headless
for script in core cjk; do
    ls -d /usr/share/fonts/*/noto >/dev/null 2>&1 && ls /usr/share/fonts/*/noto | grep -qi "$([ $script = cjk ] && echo cjk || echo arabic)" ||
        need "fonts-noto-$script"
done

if [ -z "$missing" ]; then
    exit 0
fi
if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null || [ -n "${DIGEST_NO_APT:-}" ]; then
    echo "Missing for some of the tests, which are skipped without:$missing"
    echo "As root: apt-get install --no-install-recommends$missing"
    exit 0
fi

# On Ubuntu, chromium is a snap, which does not run in containers.
if grep -qi '^ID=ubuntu' /etc/os-release && [ "${missing#*chromium}" != "$missing" ]; then
    echo "chromium is a snap on Ubuntu and is not installed for you; tests that take pictures are skipped without it."
    missing=$(echo "$missing" | sed 's/ chromium//')
    [ -n "$missing" ] || exit 0
fi

echo "Installing for the tests, with apt:$missing"
# No PostgreSQL server of the system's own shall be made and started: the tests bring their own up and down.
if [ ! -e /etc/postgresql-common/createcluster.conf ]; then
    mkdir -p /etc/postgresql-common
    echo "create_main_cluster = false" >/etc/postgresql-common/createcluster.conf
fi
# Nor shall any other package start what it brings: Debian asks this program, and 101 means no.
if [ ! -e /usr/sbin/policy-rc.d ]; then
    printf '#!/bin/sh\nexit 101\n' >/usr/sbin/policy-rc.d
    chmod 755 /usr/sbin/policy-rc.d
    trap 'rm -f /usr/sbin/policy-rc.d; page_checkers' EXIT
fi
export DEBIAN_FRONTEND=noninteractive
if ! apt-get update -qq; then
    echo "apt has no package lists; the tests that need$missing are skipped."
    exit 0
fi
for package in $missing; do
    apt-get install -y -qq --no-install-recommends -o Dpkg::Options::=--force-confold "$package" >/dev/null ||
        echo "apt could not install $package; the tests that need it are skipped."
done
