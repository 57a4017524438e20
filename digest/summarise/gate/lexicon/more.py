"""Indonesian, and the denials of languages of which little else is known."""

from __future__ import annotations

from digest.summarise.gate.lexicon.sheet import Sheet

INDONESIAN = Sheet(
    numerals="dua|kedua=2 tiga|ketiga=3 empat=4 lima=5 enam=6 tujuh=7 delapan|lapan=8 sembilan=9 sepuluh=10 sebelas=11",
    scales="puluh|puluhan=10 belas=10 ratus|ratusan=100 ribu|ribuan=1000 juta|jutaan=1e6 miliar|bilion=1e9 "
    "triliun=1e12",
    denying="tidak tak bukan belum jangan tiada menolak ditolak membantah gagal",
    harmless="tidak_hanya bukan_hanya",
    doubting="diduga mungkin dituduh konon berencana",
    leaving_open="menurut kata mengatakan jika kalau",
    opposites="naik meningkat bertambah / turun menurun berkurang; lebih_banyak lebih_tinggi / lebih_sedikit "
    "lebih_rendah; menyetujui setuju / menolak; sebelum / sesudah setelah; menang / kalah; membuka "
    "buka dibuka / menutup ditutup; membeli / menjual",
    exact="setengah|separuh kemarin besok",
    units="persen detik menit jam hari minggu pekan bulan tahun meter kilometer kilo ton liter rupiah dolar euro",
    joining="tetapi tapi dan sedangkan karena",
    usual="masih juga sudah telah kini sekitar",
)
SLOVAK = Sheet(
    denying="nie ne nikdy nikto nič žiadny žiadna ani odmiet* zamiet* nesmie nesmú nemôž*",
    joining="ale a však",
)
BULGARIAN = Sheet(
    denying="не никога никой нищо нито няма отхвърл* отказ*",
    joining="но и а",
)
CROATIAN = Sheet(
    denying="ne nije nisu nema nikad nitko niko ništa neće nisam odbi* odbac*",
    joining="ali i a",
)
SLOVENE = Sheet(
    denying="ne ni niso nikoli nihče nič noče zavrn*",
    joining="ampak in pa",
)
CATALAN = Sheet(
    denying="no mai cap ningú res ni tampoc rebutj*",
    joining="però i mentre",
)
ESTONIAN = Sheet(
    denying="ei ära mitte keegi midagi kunagi ilma pole polnud",
    joining="aga ja kuid",
)
LATVIAN = Sheet(
    denying="ne nav neviens nekas nekad",
    joining="bet un",
)
LITHUANIAN = Sheet(
    denying="ne nėra niekas nieko niekada",
    joining="bet ir o",
)
THAI = Sheet(
    denying="ไม่ มิ ปฏิเสธ",
    doubting="อาจ น่าจะ ต้องสงสัย",
    opposites="เพิ่ม สูงขึ้น / ลด ลดลง; ก่อน / หลัง",
)
BENGALI = Sheet(
    denying="না নয় নেই নি নাই",
    joining="কিন্তু এবং",
)
URDU = Sheet(
    denying="نہیں نہ مت",
    joining="لیکن اور",
    small="کا کے کی میں نے کو سے پر اور ہے ہیں تھا تھے تھی یہ وہ کہ بھی",
)
TAMIL = Sheet(
    denying="இல்லை அல்ல வேண்டாம்",
)
SHEETS = {
    "id": INDONESIAN,
    "ms": INDONESIAN,
    "sk": SLOVAK,
    "bg": BULGARIAN,
    "hr": CROATIAN,
    "sr": CROATIAN,
    "bs": CROATIAN,
    "sl": SLOVENE,
    "ca": CATALAN,
    "et": ESTONIAN,
    "lv": LATVIAN,
    "lt": LITHUANIAN,
    "th": THAI,
    "bn": BENGALI,
    "ur": URDU,
    "ta": TAMIL,
}
