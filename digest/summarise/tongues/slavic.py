"""Russian, Ukrainian, Polish, Czech."""

from __future__ import annotations

from digest.summarise.tongues.tongue import Tongue, words

RUSSIAN = Tongue(
    titles=words(
        "г-н г-жа гр тов проф акад доц д-р ген полк св т.е т.н т.к т.ч напр см ср р пос дер ул просп пр-т пл пер обл"
    ),
    numbering=words(
        "с стр рис табл гл ст п пп ч т кн вып № илл ок тел д кв корп янв февр фев апр авг сент сен окт нояб дек"
    ),
    short=words("г гг в вв др пр т.д т.п руб коп млн млрд трлн тыс долл им мин сек кг км см мм га э н.э"),
    common=words(
        "и в не на что с он я как это по но а из у к за от так для о же бы его все она только был то мне еще "
        "ещё или уже до при быть во со вы мы они их ее её было были также который которая которые этого чтобы "
        "если когда где чем между после перед под над без через про нет есть этот эта эти"
    ),
    pointing=words(
        "он она оно они это этот эта эти тот та те его её ее их но а и однако также кроме поэтому так затем "
        "потом тогда там здесь тут при зато же причем причём впрочем ему ей им"
    ),
    persons=words("он она они я мы"),
    said=words(
        "сказал сказала сообщил сообщила заявил заявила отметил отметила добавил добавила пояснил рассказал "
        "рассказала подчеркнул говорит"
    ),
    negating=words("не ни нет никогда никто ничего нельзя без"),
    reaching=words(
        "этот эта это эти этого этой этих этому этом этим этими другой другая другие других такой такая такие таких"
    ),
    times=words(
        "год года году годы неделя неделе неделю недели месяц месяце месяца век веке лето летом зиму день дня утро "
        "вечер раз сезон сезоне"
    ),
)
UKRAINIAN = Tongue(
    titles=words("проф акад доц д-р ген полк св ім т.зв напр див пор м с смт вул просп пл пров обл"),
    numbering=words(
        "с стор рис табл гл ст п пп ч т кн вип бл тел січ лют бер квіт трав черв лип серп вер жовт лист груд"
    ),
    short=words("р рр ст т.д т.п ін грн коп млн млрд тис дол хв сек год кг км"),
    common=words(
        "і в не на що з він я як це по але а із у до за від так для о ж би його все вона тільки був то ще або "
        "вже при бути зі ви ми вони їх її було були також який яка які цього щоб якщо коли де ніж між після "
        "перед під над без через про та й є"
    ),
    pointing=words(
        "він вона воно вони це цей ця ці той та ті його її їх але а і однак також крім тому так потім тоді "
        "там тут проте"
    ),
    persons=words("він вона вони я ми"),
    said=words(
        "сказав сказала повідомив повідомила заявив заявила зазначив зазначила додав додала пояснив розповів розповіла"
    ),
    negating=words("не ні ані немає ніколи ніхто нічого без"),
    reaching=words("цей ця це ці цього цієї цих цьому цим інший інша інші інших такий така такі таких"),
    times=words(
        "рік року році тиждень тижня тижні місяць місяця місяці століття літо зиму день дня ранок вечір раз сезон "
        "сезоні"
    ),
)
POLISH = Tongue(
    titles=words("p pp dr prof inż mgr hab ks św gen płk kpt por np tzw m.in m.st tj al ul pl os"),
    numbering=words("nr s str art ust pkt poz rys tab t tel ok godz"),
    short=words("itd itp etc r w tys mln mld wyd n.e p.n.e jr sp z o.o"),
    common=words(
        "i w na z do się nie o to że jest za od po dla przez jak a ale jego co tym był przy oraz ze są już "
        "tak czy by być tego tylko ich jej lub pod może który która które także było ma nad bez między więc "
        "gdy kiedy gdzie ten ta te"
    ),
    pointing=words(
        "on ona ono oni one to ten ta te tamten jego jej ich ale a i jednak także ponadto dlatego więc potem "
        "wtedy tam tu tutaj zaś"
    ),
    persons=words("on ona oni ja my"),
    said=words("powiedział powiedziała mówi dodał dodała podkreślił zaznaczył wyjaśnił stwierdził"),
    negating=words("nie nigdy nikt nic żaden żadna bez ani"),
    reaching=words("ten ta te tym tej tych tego inny inna inne innych taki taka takie takich"),
    times=words(
        "rok roku tydzień tygodniu miesiąc miesiącu wiek wieku lato lata zimy dzień dniu rano wieczór razem raz "
        "sezon sezonie"
    ),
)
CZECH = Tongue(
    titles=words("p pí dr prof ing mgr mudr judr phdr doc bc sv gen plk kpt např tzv tj mj tzn ul nám"),
    numbering=words("č čís s str odst obr tab sv tel cca"),
    short=words("atd apod aj hod min tis mil mld kč n.l př.n.l stol r ml st"),
    common=words(
        "a v se na je že o s z do i to jako k pro za by ale si po od podle ve jsou které který která však než "
        "už při jen tak aby jeho byl bylo nebo ze ani jak jejich což také co má před až mezi pod bez přes "
        "když kde ten ta"
    ),
    pointing=words(
        "on ona ono oni ony to ten ta ti tento tato toto jeho její jejich ale a však také navíc proto tak "
        "potom pak tam zde tady"
    ),
    persons=words("on ona oni já my"),
    said=words("řekl řekla uvedl uvedla dodal dodala vysvětlil sdělil prohlásil"),
    before_ordinals=words("dne od do v ve na ze k po až"),
    months=words(
        "ledna února března dubna května června července srpna září října listopadu prosince století ročník místo"
    ),
    negating=words("ne není nejsou nikdy nikdo nic žádný žádná bez ani"),
    reaching=words("tento tato toto tyto tomto této těchto tohoto jiný jiná jiné jiní takový taková takové"),
    times=words("rok roku roce týden týdnu měsíc měsíci století léto zima den dny ráno večer víkend sezona sezony"),
)
