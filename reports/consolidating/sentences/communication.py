"""Communication and trainings: mostly what units reported."""

from django.utils.translation import gettext as _

from reports.consolidating.telling import Telling, join_and, upper_first


def communication(tell: Telling) -> list[str]:
    """Return broadcasts and the press, groups on Zalo, meetings of the unions."""
    return [line for line in (_media(tell), _groups(tell), *_meetings(tell)) if line]


def _media(tell: Telling) -> str:
    parts = []
    for code, words in (
        ("reported.tv_features", _("%(n)s kỳ chuyên mục, tiểu mục truyền hình về OCOP")),
        ("reported.tv_programmes", _("%(n)s chương trình trải nghiệm sản phẩm OCOP")),
    ):
        if tell.value(code):
            parts.append(words % {"n": tell.n(code)} + _minutes(tell, code))
    if not parts and tell.value("activities.tv.items"):
        parts = [_("%(n)s kỳ phát sóng truyền hình") % {"n": tell.n("activities.tv.items")}]
    press = _press(tell)
    if parts:
        text = _("Công tác truyền thông được thực hiện qua %(parts)s%(press)s.")
        return text % {"parts": join_and(parts), "press": f"; {press}" if press else ""}
    return _("%(press)s.") % {"press": upper_first(press)} if press else ""


def _minutes(tell: Telling, code: str) -> str:
    minutes = f"{code.removesuffix('s')}_minutes"
    return _(" (%(n)s phút/kỳ)") % {"n": tell.n(minutes)} if tell.value(minutes) else ""


def _press(tell: Telling) -> str:
    agencies, articles = "reported.press_agencies", "reported.press_articles"
    if tell.value(agencies) and tell.value(articles):
        text = _("hợp tác với %(agencies)s cơ quan báo chí, đăng, phát %(articles)s tin, bài giới thiệu sản phẩm")
        return text % tell.values(agencies=agencies, articles=articles)
    if tell.value(agencies):
        return _("hợp tác với %(n)s cơ quan báo chí giới thiệu sản phẩm") % {"n": tell.n(agencies)}
    told = next((one for one in (articles, "activities.press.items") if tell.value(one)), None)
    return _("đăng, phát %(n)s tin, bài giới thiệu sản phẩm") % {"n": tell.n(told)} if told else ""


def _groups(tell: Telling) -> str:
    groups, members = "reported.zalo_groups", "reported.zalo_members"
    if not tell.value(groups):
        return ""
    if not tell.value(members):
        return _("Duy trì %(n)s nhóm Zalo kết nối, tuyên truyền về Chương trình OCOP.") % {"n": tell.n(groups)}
    text = _("Duy trì %(groups)s nhóm Zalo với %(members)s thành viên để kết nối, tuyên truyền về Chương trình OCOP.")
    return text % tell.values(groups=groups, members=members)


def _meetings(tell: Telling) -> list[str]:
    unions = (
        ("women_meetings", "women_participants", _("Hội Liên hiệp Phụ nữ Tỉnh"), _("người dự")),
        ("farmers_meetings", "farmers_attendances", _("Hội Nông dân Tỉnh"), _("lượt người dự")),
    )
    lines = []
    for meetings, people, name, who in unions:
        codes = {"meetings": f"reported.{meetings}", "people": f"reported.{people}"}
        if not tell.value(codes["meetings"]):
            continue
        text = _("%(name)s lồng ghép tuyên truyền về Chương trình OCOP trong %(meetings)s cuộc sinh hoạt, hội họp")
        if tell.value(codes["people"]):
            text += _(" với %(people)s %(who)s")
        lines.append(text % {**tell.values(**codes), "name": name, "who": who} + ".")
    return lines


def training(tell: Telling) -> list[str]:
    """Return classes that the portal recorded, then those that units reported."""
    return [*_recorded(tell), *_reported(tell)]


def _recorded(tell: Telling) -> list[str]:
    if not tell.value("training.classes"):
        return []
    text = _(
        "%(begins)s, đã tổ chức %(classes)s lớp tập huấn với %(turns)s lượt người dự (%(persons)s người, trong đó "
        "%(women)s nữ)."
    )
    words = tell.values(
        classes="training.classes", turns="training.turns", persons="training.persons", women="training.women"
    )
    lines = [text % {**words, "begins": tell.begins}]
    if tell.value("training.cost"):
        cost = _("Kinh phí đã chi cho các lớp là %(cost)s triệu đồng, bình quân %(each)s triệu đồng một lượt người.")
        lines.append(cost % tell.values(cost="training.cost", each="training.cost_per_turn"))
    return lines


def _reported(tell: Telling) -> list[str]:
    kinds = (
        (
            "digital_classes",
            "digital_producers",
            _("%(n)s lớp về kỹ năng số, bán hàng trên sàn thương mại điện tử"),
            _(" cho %(people)s chủ thể sản xuất"),
        ),
        ("business_plan_classes", "", _("%(n)s lớp về xây dựng, triển khai phương án, dự án sản xuất kinh doanh"), ""),
        (
            "trademark_classes",
            "trademark_attendances",
            _("%(n)s lớp về nhãn hiệu, bao bì sản phẩm"),
            _(" cho %(people)s lượt tổ chức, cá nhân"),
        ),
    )
    parts = []
    for classes, people, words, for_whom in kinds:
        if not tell.value(f"reported.{classes}"):
            continue
        text = words % {"n": tell.n(f"reported.{classes}")}
        if people and tell.value(f"reported.{people}"):
            text += for_whom % {"people": tell.n(f"reported.{people}")}
        parts.append(text)
    if not parts:
        return []
    return [_("Theo báo cáo của các đơn vị, đã tổ chức %(parts)s.") % {"parts": "; ".join(parts)}]
