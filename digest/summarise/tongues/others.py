"""Turkish, Vietnamese, Arabic, Hindi."""

from __future__ import annotations

from digest.summarise.tongues.tongue import Tongue, words

TURKISH = Tongue(
    titles=words("dr prof doç av sn hz bkz örn alb gen yrd uzm"),
    numbering=words("s sf no nu c md tel"),
    short=words("vb vs vd a.ş ltd şti mah cad sok m.ö m.s yy"),
    common=words(
        "ve bir bu da de için ile olarak çok daha en gibi ne kadar olan sonra ama o var ya ki mi her göre ise "
        "değil yok ben sen biz siz onlar şu hem veya diye önce ancak oldu olduğu eden üzere"
    ),
    pointing=words("o bu şu onlar bunlar ama ve ancak fakat ayrıca bunun böylece sonra orada burada onun"),
    persons=words("o onlar ben biz"),
    said=words("dedi söyledi belirtti açıkladı ifade konuştu"),
    before_ordinals=words("bu ve için"),
    months=words("yüzyıl yüzyılda yüzyılın kat sınıf madde gün yıl kez dünya"),
    negating=words("değil yok hiç asla"),
    reaching=words("bu şu bunlar diğer başka böyle"),
    times=words("hafta ay yıl yaz kış sabah akşam gün sezon kez yüzyıl"),
)
VIETNAMESE = Tongue(
    titles=words("tp ts ths th.s gs pgs bs ks tt ubnd"),
    numbering=words("p q đ tr số"),
    short=words("v.v"),
    pointing=words("ông bà anh chị cô họ nó nhưng và tuy do vì đó đây này ngoài còn song"),
    persons=words("ông bà anh chị cô họ nó"),
    before_names=words("ông bà anh chị cô chú bác cậu em"),
)
ARABIC = Tongue(
    titles=words("د أ م ص ق"),
    common=words(
        "في من على إلى أن عن مع هذا هذه التي الذي كان كانت قد لا ما هو هي أو ثم بعد قبل بين كما لم لن ذلك تلك "
        "إن كل حتى حيث عند أي غير وقد ولا وفي"
    ),
    pointing=words(
        "هو هي هم هذا هذه ذلك تلك هؤلاء لكن ولكن وهو وهي كما وقال وقالت وأضاف وأضافت وأوضح وأكد ثم لذلك وذلك وهذا وهذه"
    ),
    persons=words("هو هي هم"),
    said=words("قال قالت أضاف أضافت أوضح أكد صرح"),
    reaching=words("هذا هذه ذلك تلك هؤلاء"),
    times=words("الأسبوع الشهر العام السنة اليوم الصباح المساء الموسم المرة"),
)
HINDI = Tongue(
    titles=words("डॉ श्री श्रीमती सुश्री प्रो पं कु मो स्व सं"),
    short=words("रु कि.मी मि.मी से.मी कि.ग्रा ई.पू"),
    pointing=words("वह वे यह ये इस इन उस उन इसके इसकी उसके उसकी उन्होंने उसने इसने उन्हें उसे इसे लेकिन और तथा इसलिए हालांकि वहीं वहां"),
    persons=words("वह वे मैं हम उन्होंने उसने"),
    reaching=words("यह ये इस इन इसके इसकी उस उन ऐसे"),
    times=words("साल वर्ष हफ्ते सप्ताह महीने माह बार मौसम सदी दिन"),
)
