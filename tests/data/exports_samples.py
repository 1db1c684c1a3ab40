"""Small tables as known programs export them, written by hand after docs/exports.md."""

import csv
import io
from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class Sample:
    """An export: its rows, the export it is of, and where its header and its data are."""

    export: str
    rows: list[list[str]]
    header: tuple[int, ...] = (0,)
    names: dict[int, str] = field(default_factory=dict)

    @property
    def data(self):
        return self.header[-1] + 1

    def text(self, delimiter=","):
        """The sample as a text file."""
        file = io.StringIO()
        csv.writer(file, delimiter=delimiter, lineterminator="\r\n").writerows(self.rows)
        return file.getvalue()


def cut(text, delimiter=","):
    return list(csv.reader(io.StringIO(text), delimiter=delimiter))


QUALTRICS_VARIABLES = cut(
    "StartDate,EndDate,Status,IPAddress,Progress,Duration (in seconds),Finished,RecordedDate,"
    "ResponseId,RecipientLastName,RecipientFirstName,RecipientEmail,ExternalReference,"
    "LocationLatitude,LocationLongitude,DistributionChannel,UserLanguage,"
    "Q1,Q1_NPS_GROUP,Q2_1,Q2_2,Q3,Q3_4_TEXT,Q4,Q5"
)[0]
QUALTRICS_QUESTIONS = [
    *[
        "Start Date",
        "End Date",
        "Response Type",
        "IP Address",
        "Progress",
        "Duration (in seconds)",
        "Finished",
        "Recorded Date",
        "Response ID",
        "Recipient Last Name",
        "Recipient First Name",
        "Recipient Email",
        "External Data Reference",
        "Location Latitude",
        "Location Longitude",
        "Distribution Channel",
        "User Language",
    ],
    "How likely are you to recommend us?",
    "How likely are you to recommend us? - Group",
    "Please rate the <strong>following</strong>. - Price - performance",
    "Please rate the <strong>following</strong>. - Delivery&nbsp;time",
    "Which channels do you use? - Selected Choice",
    "Which channels do you use? - Other: - Text",
    "What could we\ndo better?",
    "What could we do better?",
]
QUALTRICS_CHINESE = [
    *[
        "开始日期",
        "结束日期",
        "答复类型",
        "IP 地址",
        "进度",
        "持续时间（以秒计）",
        "完成",
        "记录日期",
        "答复 ID",
        "收件人姓氏",
        "收件人名字",
        "收件人电子邮件",
        "外部数据引用",
        "位置纬度",
        "位置经度",
        "分发渠道",
        "用户语言",
    ],
    "您向朋友推荐我们的可能性有多大？",
    "您向朋友推荐我们的可能性有多大？ - 组",
    "请评价以下各项 - 价格",
    "请评价以下各项 - 配送",
    "您使用哪些渠道？ - Selected Choice",
    "您使用哪些渠道？ - 其他 - 文本",
    "我们可以改进什么？",
    "还有别的吗？",
]
QUALTRICS_IMPORT_IDS = [
    '{"ImportId":"startDate","timeZone":"America/Denver"}',
    *[f'{{"ImportId":"{name}"}}' for name in QUALTRICS_VARIABLES[1:]],
]


def _qualtrics_answer(number, *, status="IP Address", finished="True", score="9", rating="Good"):
    return [
        f"2024-03-{number:02d} 10:00:00",
        f"2024-03-{number:02d} 10:04:00",
        status,
        f"198.51.100.{number}",
        "100",
        "240",
        finished,
        f"2024-03-{number:02d} 10:04:01",
        f"R_3fG{number}aZ",
        *["", "", "", ""],
        "52.37",
        "4.89",
        "anonymous",
        "EN",
        score,
        "Promoter",
        rating,
        rating,
        "Web,App",
        "",
        f"Answer the phone, please ({number})",
        "Nothing",
    ]


def _qualtrics_answers():
    return [
        _qualtrics_answer(1),
        _qualtrics_answer(2, status="Survey Preview", score="10"),
        _qualtrics_answer(3, finished="False", score=""),
        _qualtrics_answer(4, status="Spam", score="0"),
        _qualtrics_answer(5, score="7", rating="Bad"),
    ]


QUALTRICS_NAMES = {
    2: "Status",
    3: "IPAddress",
    17: "How likely are you to recommend us?",
    19: "Please rate the following. – Price - performance",
    20: "Please rate the following. – Delivery time",
    21: "Which channels do you use?",
    22: "Which channels do you use? – Other: - Text",
    23: "What could we do better? (Q4)",
    24: "What could we do better? (Q5)",
}


def qualtrics():
    """Three header rows, choices as text."""
    header = [QUALTRICS_VARIABLES, QUALTRICS_QUESTIONS, QUALTRICS_IMPORT_IDS]
    return Sample(
        export="qualtrics",
        rows=[*header, *_qualtrics_answers()],
        header=(0, 1, 2),
        names=QUALTRICS_NAMES,
    )


def qualtrics_numeric():
    """Three header rows, choices as numbers: Status 0 and 1, Finished 1 and 0."""
    codes = {"IP Address": "0", "Survey Preview": "1", "Spam": "8", "True": "1", "False": "0"}
    words = {"Good": "5", "Bad": "-99", "Promoter": "3"}
    answers = [[{**codes, **words}.get(c, c) for c in row] for row in _qualtrics_answers()]
    header = [QUALTRICS_VARIABLES, QUALTRICS_QUESTIONS, QUALTRICS_IMPORT_IDS]
    return Sample(export="qualtrics", rows=[*header, *answers], header=(0, 1, 2))


def qualtrics_chinese():
    """A survey whose texts are Chinese; the variables are the same in every language."""
    header = [QUALTRICS_VARIABLES, QUALTRICS_CHINESE, QUALTRICS_IMPORT_IDS]
    return Sample(
        export="qualtrics",
        rows=[*header, *_qualtrics_answers()],
        header=(0, 1, 2),
        names={2: "Status", 17: "您向朋友推荐我们的可能性有多大？", 19: "请评价以下各项 – 价格"},
    )


def qualtrics_without_import_ids():
    """The third row was deleted by hand."""
    header = [QUALTRICS_VARIABLES, QUALTRICS_QUESTIONS]
    return Sample(
        export="qualtrics",
        rows=[*header, *_qualtrics_answers()],
        header=(0, 1),
        names=QUALTRICS_NAMES,
    )


def qualtrics_chinese_without_import_ids():
    """The third row was deleted and the second is in a language that is not known."""
    header = [QUALTRICS_VARIABLES, QUALTRICS_CHINESE]
    return Sample(export="qualtrics", rows=[*header, *_qualtrics_answers()], header=(0, 1))


def qualtrics_variables_only():
    """Both lower rows were deleted by hand: what follows the variables is data."""
    return Sample(
        export="qualtrics",
        rows=[QUALTRICS_VARIABLES, *_qualtrics_answers()],
        header=(0,),
        names={17: "Q1", 19: "Q2_1"},
    )


def qualtrics_old():
    """The format before 2016: numbered variables, then texts, and no import ids."""
    texts = cut(
        "ResponseID,ResponseSet,Name,ExternalDataReference,EmailAddress,IPAddress,Status,StartDate,"
        "EndDate,Finished,How likely are you to recommend us?,Please rate-Price,Any comments?"
    )[0]
    variables = [*(f"V{number}" for number in range(1, 11)), "Q1", "Q2_1", "Q3"]
    answer = cut(
        "R_0a1,Default Response Set,Anonymous,,,198.51.100.7,0,2014-05-01 10:00:00,"
        "2014-05-01 10:05:00,1,9,4,Very good"
    )
    other = cut(
        "R_0a2,Default Response Set,Anonymous,,,198.51.100.8,1,2014-05-02 10:00:00,"
        "2014-05-02 10:05:00,1,3,2,Never again"
    )
    return Sample(
        export="qualtrics",
        rows=[variables, texts, *answer, *other],
        header=(0, 1),
        names={0: "ResponseID", 6: "Status", 10: "How likely are you to recommend us?"},
    )


def qualtrics_old_named():
    """The old format of the interface for programs: the same names in both rows."""
    names = "ResponseID,ResponseSet,IPAddress,StartDate,EndDate,RecipientEmail,Finished,Status"
    rows = cut(
        f"{names},Q1,Q2\n{names},How likely are you to recommend us?,Why?\n"
        "R_1,Default,198.51.100.1,2015-01-01 10:00:00,2015-01-01 10:02:00,,1,0,8,Fast\n"
        "R_2,Default,198.51.100.2,2015-01-02 10:00:00,2015-01-02 10:02:00,,1,0,2,Slow\n"
    )
    return Sample(
        export="qualtrics",
        rows=rows,
        header=(0, 1),
        names={0: "ResponseID", 8: "How likely are you to recommend us?", 9: "Why?"},
    )


def surveymonkey():
    """Condensed: one column for a choice of one, several for several and for a matrix."""
    rows = cut(
        "Respondent ID,Collector ID,Start Date,End Date,IP Address,Email Address,First Name,"
        "Last Name,Custom Data 1,How likely is it that you would recommend us?,"
        "Which products do you own?,,,How satisfied are you with…,,Anything else?\n"
        ",,,,,,,,,,Kettle,Toaster,Other (please specify),Price,Service,Open-Ended Response\n"
        "118700000001,419000001,01/31/2024 10:02:11 AM,01/31/2024 10:05:40 AM,198.51.100.1,,,,,9,"
        "Kettle,,,Satisfied,Very satisfied,More colours\n"
        "118700000002,419000001,01/31/2024 11:02:11 AM,01/31/2024 11:05:40 AM,198.51.100.2,,,,,3,"
        ",Toaster,A grill,Dissatisfied,Neutral,\n"
        "118700000003,419000001,02/01/2024 09:12:01 AM,02/01/2024 09:15:40 AM,198.51.100.3,,,,,10,"
        "Kettle,Toaster,,Satisfied,Satisfied,\n"
    )
    return Sample(
        export="surveymonkey",
        rows=rows,
        header=(0, 1),
        names={
            0: "Respondent ID",
            9: "How likely is it that you would recommend us?",
            10: "Which products do you own? – Kettle",
            12: "Which products do you own? – Other (please specify)",
            14: "How satisfied are you with… – Service",
            15: "Anything else?",
        },
    )


def surveymonkey_expanded():
    """Expanded: every choice has a column of its own; no open question, so no boilerplate."""
    rows = cut(
        "Respondent ID,Collector ID,Start Date,End Date,IP Address,Email Address,First Name,"
        "Last Name,Custom Data 1,Do you own a kettle?,,Which city?,,\n"
        ",,,,,,,,,Yes,No,Paris,Lyon,Nice\n"
        "118700000001,41,01/31/2024,01/31/2024,198.51.100.1,,,,,Yes,,Paris,,\n"
        "118700000002,41,01/31/2024,01/31/2024,198.51.100.2,,,,,,No,,Lyon,\n"
    )
    return Sample(
        export="surveymonkey",
        rows=rows,
        header=(0, 1),
        names={9: "Do you own a kettle? – Yes", 13: "Which city? – Nice"},
    )


def google_forms():
    """Whole questions as names, several answers in one cell, a grid in one column for each row."""
    rows = cut(
        "Timestamp,Email Address,How likely are you to recommend us to a friend?,"
        "Which channels do you use?,How satisfied are you? [Price],How satisfied are you? [Staff]\n"
        '2024/01/31 10:20:30 AM GMT+1,ann@example.org,9,"Web, App, Shop",Good,Bad\n'
        '2024/01/31 11:20:30 PM GMT+1,bob@example.org,4,"Web",Bad,Bad\n'
    )
    return Sample(
        export="google-forms",
        rows=rows,
        names={
            2: "How likely are you to recommend us to a friend?",
            4: "How satisfied are you? [Price]",
        },
    )


def google_forms_chinese():
    rows = cut(
        "时间戳记,您有多大可能向朋友推荐我们？,您使用哪些渠道？\n"
        '2024/01/31 上午10:20:30,9,"网站, 应用"\n2024/02/01 下午3:20:30,2,网站\n'
    )
    return Sample(export="google-forms", rows=rows, names={0: "时间戳记"})


def google_forms_german():
    rows = cut("Zeitstempel,Was hat Sie abgehalten?\n31.01.2024 10:20:30,Der Preis\n")
    return Sample(export="google-forms", rows=rows)


def google_forms_short_names():
    """Names too short for questions; the way the time is written tells."""
    rows = cut("Timestamp,Team,Score\n2024/01/31 10:20:30 AM GMT+1,Blue,9\n")
    return Sample(export="google-forms", rows=rows)


def typeform():
    rows = cut(
        "#,How likely are you to recommend us?,Web,App,Other,<strong>Why?</strong>,"
        "Start Date (UTC),Submit Date (UTC),Network ID,Tags\n"
        "7f3c9a,9,Web,,,Fast,2024-01-31 10:20:30,2024-01-31 10:22:30,653e97acae,\n"
        "81bb02,3,,App,Phone,Slow,2024-01-31 10:30:30,2024-01-31 10:33:30,81d0aa13f7,\n"
    )
    return Sample(export="typeform", rows=rows, names={0: "#", 5: "Why?"})


def typeform_new():
    rows = cut(
        "#,你会向朋友推荐我们吗?,你喜欢什么?,Response Type,Start Date (UTC),Stage Date (UTC),"
        "Submit Date (UTC),Network ID,Tags,Ending\n"
        'odwdp4,9,"价格,服务",completed,2024-10-05 02:39:31,,2024-10-05 02:41:38,653e97acae,,默认\n'
        "lv2gcw,2,价格,partial,2024-10-06 02:39:31,2024-10-06 02:41:38,,81d0aa13f7,,\n"
    )
    return Sample(export="typeform", rows=rows)


def wenjuanxing():
    """Choices as text: several answers joined, one column for each row of a matrix."""
    rows = cut(
        "序号,提交答卷时间,所用时间,来源,来源详情,来自IP,1、您向朋友推荐我们的可能性有多大？,"
        "2、您使用哪些渠道？,3、满意度—价格,3、满意度—服务,4、您的建议\n"
        "1,2024/1/31 10:20:30,123秒,微信,N/A,1.2.3.4(北京-北京),9,网站┋应用,满意,非常满意,(空)\n"
        "2,2024/1/31 11:20:30,88秒,链接,直接访问,1.2.3.5(上海-上海),3,网站,一般,(跳过),配送太慢\n"
        "3,2024/2/1 09:20:30,95秒,微信,N/A,1.2.3.6(广东-深圳),10,应用,满意,满意,(跳过)\n"
    )
    return Sample(export="wenjuanxing", rows=rows, names={6: "1、您向朋友推荐我们的可能性有多大？"})


def wenjuanxing_numbers():
    """Choices as numbers: a column for each option, -3 for skipped and -2 for empty."""
    rows = cut(
        "序号,提交答卷时间,所用时间,来源,来源详情,来自IP,1、推荐可能性,第2题(网站),第2题(应用),"
        "3、满意度,4、您的建议\n"
        "1,2024/1/31 10:20:30,123秒,微信,N/A,1.2.3.4(北京-北京),9,1,1,5,-2\n"
        "2,2024/1/31 11:20:30,88秒,链接,直接访问,1.2.3.5(上海-上海),3,1,0,-3,配送太慢\n"
        "3,2024/2/1 09:20:30,95秒,微信,N/A,1.2.3.6(广东-深圳),10,0,1,4,-3\n"
    )
    return Sample(export="wenjuanxing", rows=rows)


def shopify():
    """Two orders, one of them with a further line that leaves the cells of the order empty."""
    rows = cut(
        "Name,Email,Financial Status,Paid at,Fulfillment Status,Currency,Subtotal,Shipping,Taxes,"
        "Total,Discount Code,Created at,Lineitem quantity,Lineitem name,Lineitem price,"
        "Billing Name,Billing Phone,Notes,Payment Reference,Id,Source\n"
        "#1001,ann@example.org,paid,2024-01-31 10:20:30 +0100,fulfilled,EUR,50.00,5.00,8.00,55.00,,"
        "2024-01-31 10:20:00 +0100,1,Kettle,30.00,Ann Example,+31201234567,,c1.1,551,web\n"
        "#1001,ann@example.org,,,,,,,,,,2024-01-31 10:20:00 +0100,2,Toaster,10.00,,,,,,\n"
        "#1002,bob@example.org,paid,2024-02-01 09:20:30 +0100,,EUR,30.00,5.00,5.00,35.00,,"
        "2024-02-01 09:20:00 +0100,1,Kettle,30.00,Bob Example,,,c2.1,552,web\n"
    )
    return Sample(export="shopify-orders", rows=rows)


def shopify_few_columns():
    rows = cut(
        "Name,Email,Financial Status,Paid at,Total,Lineitem quantity,Lineitem name,Lineitem price\n"
        "#1001,a@example.org,paid,2024-07-03 11:02:00 -0400,76.00,2,礼盒,38.00\n"
        "#1002,b@example.org,paid,2024-07-04 11:02:00 -0400,38.00,1,礼盒,38.00\n"
    )
    return Sample(export="shopify-orders", rows=rows)


def google_analytics():
    rows = cut(
        "# ----------------------------------------\n# Traffic acquisition\n# Account: Example\n"
        "# Property: Shop, Europe\n# ----------------------------------------\n#\n# All Users\n"
        "# Start date: 20240101\n# End date: 20240131\n"
        "Session primary channel group,Sessions,Key events,Total revenue\n"
        "Organic Search,1200,30,1500.5\nDirect,800,12,640\n"
    )
    return Sample(
        export="google-analytics",
        rows=rows,
        header=(9,),
        names={0: "Session primary channel group"},
    )


def google_analytics_exploration():
    """An exploration: the period in one line, a blank line, and the totals first."""
    rows = cut(
        "# -----\n# 自由形式探索\n# Free form 1\n# 20240101-20240131\n"
        "# ----------------------------------------\n\n"
        "Event name,Platform,Event count,Total users\n"
        "Grand total,,1350,420\npage_view,web,1000,400\npurchase,web,350,90\n"
    )
    return Sample(export="google-analytics", rows=rows, header=(6,), names={0: "Event name"})


def event_log():
    rows = cut(
        "user_id,session_id,event,timestamp,platform,acquisition_channel\n"
        "u1,s1,main,2024-01-04 10:00:00,mobile,organic\n"
        "u1,s1,cart,2024-01-04 10:02:00,mobile,organic\n"
        "u2,s2,main,2024-01-05 10:00:00,web,email\n"
    )
    return Sample(export="event-log", rows=rows)


def event_log_plain():
    rows = cut("user_id,event,timestamp\n1,登录,2024-01-04 10:00:00\n1,支付,2024-01-04 10:02:00\n")
    return Sample(export="event-log", rows=rows)


def posthog():
    rows = cut(
        "uuid,event,properties,timestamp,distinct_id,person_id,elements_chain\n"
        '018d-1,$pageview,"{""$current_url"":""https://example.org/""}",2024-05-22T17:09:29.220Z,'
        "d-1,p-1,\n"
        '018d-2,signup,"{""plan"":""free""}",2024-05-22T17:10:29.220Z,d-1,p-1,\n'
        '018d-3,$pageview,"{}",2024-05-23T17:10:29.220Z,d-2,p-2,\n'
    )
    return Sample(export="posthog", rows=rows)


def posthog_query():
    rows = cut(
        "event,distinct_id,timestamp,$session_id,person.properties\n"
        "$pageview,d-1,2024-05-22 17:09:29,s-1,{}\nsignup,d-1,2024-05-22 17:10:29,s-1,{}\n"
    )
    return Sample(export="posthog", rows=rows)


def mixpanel():
    rows = cut(
        "event,time,distinct_id,$insert_id,mp_country_code,$os\n"
        "Sign up,2024-05-22 17:09:29,d-1,i-1,NL,iOS\nPurchase,2024-05-22 17:19:29,d-1,i-2,NL,iOS\n"
    )
    return Sample(export="mixpanel", rows=rows)


def mixpanel_time_first():
    rows = cut("time,distinct_id,event,$city,mp_lib\n1716390569,d-1,Sign up,上海,web\n")
    return Sample(export="mixpanel", rows=rows)


def amplitude():
    rows = cut(
        "amplitude_id,user_id,device_id,event_type,event_time,session_id\n"
        "991,u1,dv1,signup,2024-05-22 17:09:29.220000,1716390569\n"
        "991,u1,dv1,purchase,2024-05-22 17:19:29.220000,1716390569\n"
    )
    return Sample(export="amplitude", rows=rows)


def amplitude_with_properties():
    rows = cut(
        "event_time,event_type,user_id,event_properties,$insert_id,server_upload_time\n"
        "2024-05-22 17:09:29,登录,u1,{},i-1,2024-05-22 17:09:30\n"
        "2024-05-22 17:19:29,支付,u1,{},i-2,2024-05-22 17:19:30\n"
    )
    return Sample(export="amplitude", rows=rows)


def google_analytics_events_of_members():
    rows = cut(
        "event_name,event_timestamp,user_id,user_pseudo_id,event_params\n"
        "page_view,1704103200000000,m1,1023.55,[]\npurchase,1704103260000000,m1,1023.55,[]\n"
    )
    return Sample(export="google-analytics-events", rows=rows)


def google_analytics_events():
    rows = cut(
        "event_date,event_timestamp,event_name,user_pseudo_id,platform\n"
        "20240101,1704103200000000,page_view,1023.55,WEB\n"
        "20240101,1704103260000000,purchase,1023.55,WEB\n"
    )
    return Sample(export="google-analytics-events", rows=rows)


def experiment_counts():
    rows = cut("variant,visitors,conversions\ncontrol,10012,501\ntreatment,9987,560\n")
    return Sample(export="experiment-counts", rows=rows)


def experiment_counts_by_day():
    rows = cut(
        "日期,组别,曝光,转化数\n2024-01-01,对照组,1000,50\n2024-01-01,实验组,1010,61\n"
        '2024-01-02,对照组,"1,005",52\n2024-01-02,实验组,999,70\n'
    )
    return Sample(export="experiment-counts", rows=rows)


def experiment_units():
    rows = cut(
        "userid,version,sum_gamerounds,retention_1,retention_7\n"
        "116,gate_30,3,FALSE,FALSE\n337,gate_40,38,TRUE,FALSE\n377,gate_40,165,TRUE,FALSE\n"
    )
    return Sample(export="experiment-units", rows=rows)


def experiment_units_chinese():
    rows = cut("用户ID,组别,是否购买,金额\nu1,对照组,1,50\nu2,实验组,0,\nu3,实验组,1,61\n")
    return Sample(export="experiment-units", rows=rows)


SAMPLES = (
    qualtrics,
    qualtrics_numeric,
    qualtrics_chinese,
    qualtrics_without_import_ids,
    qualtrics_chinese_without_import_ids,
    qualtrics_variables_only,
    qualtrics_old,
    qualtrics_old_named,
    surveymonkey,
    surveymonkey_expanded,
    google_forms,
    google_forms_chinese,
    google_forms_german,
    google_forms_short_names,
    typeform,
    typeform_new,
    wenjuanxing,
    wenjuanxing_numbers,
    shopify,
    shopify_few_columns,
    google_analytics,
    google_analytics_exploration,
    google_analytics_events,
    google_analytics_events_of_members,
    event_log,
    event_log_plain,
    posthog,
    posthog_query,
    mixpanel,
    mixpanel_time_first,
    amplitude,
    amplitude_with_properties,
    experiment_counts,
    experiment_counts_by_day,
    experiment_units,
    experiment_units_chinese,
)
