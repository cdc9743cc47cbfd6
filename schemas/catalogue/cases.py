"""What is wrong with a case as a whole."""

from __future__ import annotations

from .entry import Entry, entry

CASE: dict[str, Entry] = {
    "case.name_mismatch": entry(
        "error",
        "“{material}”上的姓名“{value}”与申请人“{expected}”不一致",
        "The name “{value}” on “{material}” differs from the applicant's “{expected}”",
        "请核对是否为本人材料",
        "Check that the document is the applicant's own",
    ),
    "case.id_mismatch": entry(
        "error",
        "“{material}”上的证件号码 {value} 与申请人 {expected} 不一致",
        "The ID number {value} on “{material}” differs from the applicant's {expected}",
        "请核对是否为本人材料",
        "Check that the document is the applicant's own",
    ),
    "case.company_mismatch": entry(
        "confirm",
        "“{material}”上的单位“{value}”与申报企业“{expected}”不一致",
        "The company “{value}” on “{material}” differs from the declared “{expected}”",
        "请核对企业名称",
        "Check the company's name",
    ),
    "seal.other_company": entry(
        "confirm",
        "“{material}”上的公章是“{value}”，不是申报企业“{expected}”",
        "The seal on “{material}” is that of “{value}”, not of the declared “{expected}”",
        "请核对盖章单位，重新盖章后上传",
        "Check who sealed it; have it sealed by the declared company and upload it again",
    ),
    "case.applicant_incomplete": entry(
        "error",
        "申请人基本信息缺少：{fields}",
        "The applicant's basic information lacks: {fields}",
        "请填写后保存",
        "Fill it in and save",
    ),
    "case.id_invalid": entry(
        "error",
        "申请人证件号码 {value} 校验不通过",
        "The applicant's ID number {value} fails its check",
        "请核对证件号码",
        "Check the number",
    ),
    "case.age": entry(
        "error",
        "申请人已满 {age} 周岁，超过本事项年龄上限",
        "The applicant is {age}, over this procedure's age limit",
        "请咨询窗口",
        "Ask at the counter",
    ),
    "case.empty": entry(
        "error",
        "没有收到任何材料",
        "No document was received",
        "请上传申报材料",
        "Upload the documents",
    ),
    "case.same_picture": entry(
        "confirm",
        "与“{other}”几乎相同，可能是同一材料重复提交",
        "Nearly the same as “{other}”; perhaps the same paper twice",
        "请核对；重复的请删除",
        "Check it and delete the copy",
    ),
}
