#!/usr/bin/env python3
"""Writes the files of veld/ that cannot be edited as plain text: PDF, DOCX, mail, windows-1251.

usage: python3 veld.py --font FONT.ttf

FONT is any TrueType font with Latin and Cyrillic (DejaVu Serif was used). Needs PyPI's
reportlab 5.1.0 and python-docx 1.2.0 (other versions may move bytes).
Every date in the output is fixed, so the same font and the same library versions give the same bytes.
The HTML and UTF-8 text files beside them are written by hand; family/forwarded (2).txt is made from the NGO statement.
"""

import argparse
import datetime as dt
import io
import random
import zipfile
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

from docx import Document
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen import canvas

HERE = Path(__file__).resolve().parent / "veld"


# PDF


def pdf(created, title, draw):
    """One PDF; `created` stands in for the clock, which reportlab would otherwise write into the file."""
    out = io.BytesIO()
    page = canvas.Canvas(out, pagesize=A4, invariant=1, pageCompression=1)
    page.setTitle(title)
    draw(page)
    page.save()
    fixed = out.getvalue().replace(b"D:20000101000000+00'00'", created)
    assert created in fixed and len(created) == len(b"D:20000101000000+00'00'")
    return fixed


def lines(page, font, size, x, y, leading, text):
    page.setFont(font, size)
    for line in text.strip("\n").split("\n"):
        if line:
            page.drawString(x, y, line)
        y -= leading
    return y


def specks(page, seed, count):
    dice = random.Random(seed)
    for _ in range(count):
        page.setFillGray(dice.uniform(0.2, 0.7))
        page.circle(dice.uniform(5, 590), dice.uniform(5, 835), dice.uniform(0.1, 0.7), stroke=0, fill=1)
    page.setFillGray(0)


def stamp(page, x, y, turn, words):
    page.saveState()
    page.translate(x, y)
    page.rotate(turn)
    page.setStrokeColorRGB(0.35, 0.2, 0.55)
    page.setFillColorRGB(0.35, 0.2, 0.55)
    page.circle(0, 0, 46)
    page.circle(0, 0, 42)
    page.setFont("Courier-Bold", 7)
    for n, line in enumerate(words):
        page.drawCentredString(0, 12 - 10 * n, line)
    page.restoreState()


ORDER = """
                     REPUBLIC OF VELDRIA
              DISTRICT COURT OF LOWER THALDIN

Case No. 3-118/24                                   Copy

                           RULING
              on the choice of a measure of restraint

Thaldin, 12 March 2024

The investigating judge R. Imber, with the clerk of the
court E. Sool, the prosecutor J. Brandel, the suspect
O. V. Kaldray, who was brought before the judge in person,
and the duty advocate D. Krast, having considered in closed
session, opened at 14:10 and closed at 14:35, the motion of
the Investigation Department of the Prosecutor General,

HAS FOUND:

Orsen V. Kaldray, born 21 February 1972, chief hydrologist
of the Lake Authority, was detained on 12 March 2024 at
12:00 at the Kessimir road post by officers of the
Investigation Department. He is suspected of an offence
under article 214 (3) of the Criminal Code (disclosure of
a state secret). Until that hour no measure had been taken
against him. The suspect did not wish to speak.

Considering the gravity of the suspicion, and articles 96
and 101 of the Code of Criminal Procedure, the judge

HAS RULED:

1. To remand O. V. Kaldray in custody for two months,
   until 12 May 2024.
2. To hold him in Remand Centre No. 2 in Thaldin.
3. To entrust the Investigation Department with informing
   the family.

The ruling may be appealed against within three days.


Judge                      (signed)              R. Imber
"""

EXTENSION = """
REPUBLIC OF VELDRIA
District Court of Lower Thaldin

Case No. 3-118/24

DECISION
on the extension of a term of custody

Thaldin, 7 May 2024

The investigating judge R. Imber, in closed session, without the suspect, who
was not brought, and in the presence of the prosecutor J. Brandel and of the
duty advocate D. Krast, has considered the motion to extend the term of custody
of Orsen V. Kaldray, charged on 15 March 2024 under article 214 (3) of the
Criminal Code.

The term of custody set by the ruling of 12 March 2024 ends on 12 May 2024. The
investigation needs an expert opinion on the readings of six gauges, which has
not been received. The grounds for custody have not ceased to exist.

The judge has decided:

1. The term of custody of O. V. Kaldray is extended by two months,
   until 12 July 2024.
2. The decision takes effect at once.

R. Imber, judge
"""

SERVICE = """
ОТМЕТКА О ВРУЧЕНИИ

Дело № 3-118/24. Решение от 7 мая 2024 года о продлении срока
содержания под стражей О. В. Калдрея.

Копия вручена защитнику П. Андрастан 29 мая 2024 года.

Секретарь суда                                             Э. Соол
"""

UN_LETTER = """
UNITED NATIONS HUMAN RIGHTS
SPECIAL PROCEDURES
Working Group on Arbitrary Detention

Palais Wilson, Geneva

Ref.: WGAD/VLD/997/2024

26 June 2024

Dear Ms. Orre,

On behalf of the Working Group on Arbitrary Detention I acknowledge receipt of your
petition of 11 June 2024 concerning Mr. Orsen Kaldray.

Please be informed that the Working Group has decided to consider the case under its
regular procedure. On 24 June 2024 it transmitted a communication to the Government
of Veldria through the Permanent Mission, requesting a reply within 60 days of the date
of transmittal. Any reply will be forwarded to you for comments.

In accordance with its methods of work, the Working Group may render an opinion on the
basis of all the information it has obtained, even if no reply has been received.

The Working Group will take up the case at a session to be held in November 2024.

Yours sincerely,

Amadi Verlinde
Secretary of the Working Group on Arbitrary Detention

Ms. Kaja Orre
Custody Watch Veldria
"""


def draw_order(page):
    specks(page, 118, 240)
    page.saveState()
    page.translate(4, -6)
    page.rotate(0.7)
    lines(page, "Courier", 10.5, 72, 770, 15.5, ORDER)
    page.restoreState()
    stamp(page, 455, 108, 12, ["DISTRICT COURT", "CERTIFIED COPY", "14 MAR 2024"])
    page.showPage()


def draw_extension(page):
    lines(page, "Body", 10.5, 72, 760, 16, EXTENSION)
    stamp(page, 440, 250, -8, ["DISTRICT COURT", "No. 2", "THALDIN"])
    page.showPage()
    specks(page, 29, 60)
    lines(page, "Body", 10.5, 72, 760, 18, SERVICE)
    page.showPage()


def draw_un_letter(page):
    lines(page, "Times-Roman", 11.5, 72, 770, 17, UN_LETTER)
    page.showPage()


# DOCX


def docx(created, author, title, fill):
    """One DOCX with its dates fixed, in the document and in the ZIP."""
    document = Document()
    properties = document.core_properties
    properties.author = properties.last_modified_by = author
    properties.title = title
    properties.created = properties.modified = created
    properties.comments = ""
    fill(document)
    raw, out = io.BytesIO(), io.BytesIO()
    document.save(raw)
    with zipfile.ZipFile(raw) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, (created.year, created.month, created.day, 12, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(name))
    return out.getvalue()


def medical_letter(document):
    document.add_heading("Dr. Hesper Quill, cardiologist", 1)
    document.add_paragraph("Quay Street Practice, Kessimir")
    document.add_paragraph("21 August 2024")
    document.add_paragraph("To whom it may concern")
    for text in (
        "I have treated Mr. Orsen Kaldray since 2017. In November 2019 I diagnosed him with narrowing of the aortic "
        "valve; he also has insulin-dependent diabetes.",
        "On 6 August 2024 he fainted in the exercise yard of Remand Centre No. 2 and was admitted to the prison "
        "hospital at Orrowick the same day. At the family’s request I was permitted to examine him there on 9 August, "
        "for forty minutes, in the presence of an officer. He was discharged on 19 August, after 13 days in hospital, "
        "and taken back to the remand centre. In my view this was too early.",
        "Mr. Kaldray told me that he was given no insulin from 10 to 14 March, and that the pharmacy bag his wife "
        "had packed for him was taken away on the first night.",
        "An operation on the valve had been booked for 22 April 2024 at the Kessimir clinic and did not take place. "
        "It should not be put off beyond the autumn.",
        "He should not be locked up alone: a fainting spell that nobody sees may be his last.",
    ):
        document.add_paragraph(text)
    document.add_paragraph("H. Quill")


VISITS = [
    ("Date", "What", "Who was there"),
    ("21 March", "The remand centre rang: he is with them. First news in eleven days.", "Lethe"),
    ("25 March", "Moved from the cells in Kessimir to Remand Centre No. 2, Thaldin.", "told by the window"),
    ("28 March", "Parcel refused. Insulin taken after an hour of argument.", "Lethe, Anneke"),
    ("3 April", "Visit refused: “he is in a single cell until further notice”.", "Lethe"),
    ("26 April", "First visit, 20 minutes, behind glass. Thin. Says he was alone from the 2nd to the 24th, "
                 "22 days, light on all night.", "Lethe"),
    ("13 May", "Asked at the window what paper he is held on since yesterday. No answer.", "Anneke"),
    ("30 May", "Visit, 40 minutes. The lawyer was with him yesterday for the first time.", "Lethe"),
    ("7 August", "Window: “not here, hospital, since yesterday”.", "Anneke"),
    ("20 August", "Back in Thaldin since Monday night.", "Lethe"),
    ("15 October", "Visit cancelled, no reason.", "Lethe"),
]


def visit_log(document):
    document.add_heading("Visits and parcels, 2024", 1)
    document.add_paragraph("Kept by Lethe and Anneke. Write it down the same day!")
    table = document.add_table(rows=0, cols=3)
    for row in VISITS:
        for cell, text in zip(table.add_row().cells, row):
            cell.text = text
    document.add_paragraph("Remember for Perle: they came about two in the morning on the 10th of March, four men, two cars.")


# Mail


def mail(date, number, sender, to, subject, body, encoding="8bit"):
    message = EmailMessage(policy=SMTP)
    message["From"], message["To"], message["Subject"] = sender, to, subject
    message["Date"] = date
    message["Message-ID"] = f"<{number}@{sender.domain}>"
    message.set_content(body.lstrip("\n"), cte=encoding)
    return message


def person(name, user, domain):
    return Address(name, user, domain)


LETHE = person("Lethe Kaldray", "lethe", "kaldray.example")
ORRE = person("Kaja Orre", "orre", "custodywatch.example")
PERLE = person("Perle Andrastane", "office", "andrastane-law.example")
PRESS = person("Ministry of Justice, Press Office", "press", "justice.gov.vd.example")
PRELL = person("Sunniva Prell", "prell", "borderpost.example")

FAMILY_TO_NGO = """
Кайя, здравствуйте!

Пишу по-русски, так быстрее. Вчера, 21 марта, нам наконец позвонили: Орсен жив, он в изоляторе. Одиннадцать дней мы не знали ничего.

Как это было. В ночь с 9 на 10 марта, около двух часов, в дверь постучали. Четверо мужчин в штатском, удостоверения Управления государственной безопасности. Орсена увезли, постановления не показали. Я успела собрать ему инсулин.

В прокуратуре мне сказали, что его задержали 12 марта в полдень на дороге. Это неправда: 12-го он уже третий день был у них.

Адвоката, которого мы наняли, Перле Андрастан, к делу не допустили: 18 марта ей отказали, потому что у неё нет допуска к секретным материалам.

Что нам делать дальше?

Лете
"""

LAWYER_TO_FAMILY = """
Dear Lethe,

I have the paper at last. The registry handed it to me this afternoon, without a word: a decision of 7 May extending Orsen's custody until 12 July. That is twenty-two days after it was made. The duty advocate knew of it and told nobody. So the answer to your question is that there was an order after 12 May; we were simply not meant to see it.

I saw Orsen today as well, for the first time. I was admitted to the case on Monday, the 27th; my application of 14 March had been refused on 18 March for want of a clearance, and until this week he had nobody but Mr. Krast, whom he did not choose.

What he told me, for your notes:
- he was taken from the house at about two in the morning on 10 March and spent two nights in the cellar of the Directorate in Kessimir;
- he was first brought before a judge on the afternoon of 12 March, some sixty hours after the arrest;
- he was held in solitary confinement from 2 to 24 April, twenty-three hours a day, in a cell without a window. He was given no reason.

Bring his glasses on Thursday.

Perle

On Tue, 28 May 2024 at 21:15, Lethe Kaldray wrote:
> Perle, is it true what the man at the window said, that he will be
> released on 1 June? They told Anneke that there is no paper for him
> after 12 May.
"""

MINISTRY_TO_PRESS = """
Dear Ms. Prell,

In reply to your questions of 15 August I am authorised to state the following.

1. Mr. Kaldray was detained on 12 March 2024 at noon and was brought before a judge on the same day.

2. The court has extended the term of his detention by a further two months, until 12 October 2024.

3. From 2 to 16 April Mr. Kaldray was held in solitary confinement as a disciplinary measure. This is 14 days and within the limit set by the rules.

4. He was in the prison hospital at Orrowick from 6 to 19 August and has returned to Remand Centre No. 2.

5. A duty advocate has represented him since 12 March. The application of Ms. Andrastane was declined on 18 March because she did not hold the required clearance; she was admitted on 27 May, when she obtained it.

6. As to your last question: the investigation has established that Mr. Kaldray is guilty of disclosing a state secret. What remains is for the court to say for how long.

7. A reply to the communication of the Working Group is being prepared.

Hamond Greve
Spokesperson, Ministry of Justice
"""

LAWYER_TO_NGO = """
Dear Kaja,

You asked what to make of the prosecutors' announcement. On Monday they told NordLine that custody was extended on 9 October until 12 December. I had asked the court, and its registry answered yesterday; the letter is attached. According to the registry no ruling extending custody was made on 9 October.

One of the two is wrong, and both are the state. Please do not write that there is no order. Write that the one says so and the other says not.

The trial is to begin on 4 November.

Perle
"""

REGISTRY = """DISTRICT COURT OF LOWER THALDIN
Registry

24 October 2024
No. 1120-r

To the advocate P. Andrastane

In reply to your inquiry of 17 October 2024 the registry informs you as follows. No motion to extend the term of
custody of O. V. Kaldray was entered between 1 and 18 October 2024. The court made no ruling on 9 October 2024 in
case No. 3-118/24.

E. Sool, clerk of the court
"""


def mails():
    east = dt.timezone(dt.timedelta(hours=5))
    at = lambda *when: dt.datetime(*when, tzinfo=east)
    yield "mail/Орсен.eml", mail(
        at(2024, 3, 22, 9, 12, 40), "20240322-1", LETHE, ORRE, "Орсен", FAMILY_TO_NGO, "quoted-printable")
    yield "mail/the paper.eml", mail(
        at(2024, 5, 29, 18, 42, 10), "20240529-7", PERLE, LETHE, "The paper", LAWYER_TO_FAMILY)
    yield "mail/re questions border post.eml", mail(
        at(2024, 8, 20, 11, 5, 0), "20240820-311", PRESS, PRELL, "Re: Questions, The Border Post", MINISTRY_TO_PRESS)
    registry = mail(
        at(2024, 10, 25, 10, 31, 5), "20241025-2", PERLE, ORRE, "Registry's answer", LAWYER_TO_NGO)
    registry.add_attachment(REGISTRY, subtype="plain", filename="registry-1120-r.txt")
    registry.set_boundary("=_andrastane-20241025")
    yield "mail/registry answer.eml", registry


# windows-1251

FAR_SHORE = """Дальний берег
Газета на русском языке, выходит в эмиграции
22 мая 2024

Река без измерителя

Гидролог Орсен Калдрей два с лишним месяца сидит в талдинском изоляторе за то, что опубликовал показания шести водомерных постов на реке Сел.

По словам жены, в ночь с 9 на 10 марта его увезли из дома в Кессимире сотрудники Управления государственной безопасности. Прокуратура настаивает, что Калдрей был задержан 12 марта в полдень.

25 марта его перевели в следственный изолятор № 2 в Талдине. Со 2 по 24 апреля Калдрей находился в одиночной камере, 22 дня подряд.

Срок ареста истёк 12 мая. Продлён ли он, до сих пор неизвестно: ни суд, ни прокуратура не ответили на запрос редакции.

15 апреля министр внутренних дел Гаррик Соллан заявил по телевидению, что Калдрей «виновен и знает это». Суда ещё не было.

Всего с начала года по 214-й статье задержаны девятнадцать человек.
"""


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--font", required=True, help="TrueType font with Latin and Cyrillic")
    pdfmetrics.registerFont(TTFont("Body", arguments.parse_args().font))
    utc = dt.timezone.utc
    order = pdf(b"D:20240314101500+05'00'", "scan0012", draw_order)
    files = {
        "court/scan0012.pdf": order,
        # What a broken download leaves: the head of a PDF, no trailer, no page.
        "court/scan0013.pdf": order[:900],
        "court/decision_07-05.pdf": pdf(b"D:20240529161800+05'00'", "decision", draw_extension),
        "un/WGAD letter.pdf": pdf(b"D:20240626120000+02'00'", "WGAD/VLD/997/2024", draw_un_letter),
        "medical/Quill letter.docx": docx(
            dt.datetime(2024, 8, 21, 12, tzinfo=utc), "H. Quill", "Letter", medical_letter),
        "family/visits.docx": docx(
            dt.datetime(2024, 10, 15, 12, tzinfo=utc), "Lethe", "Visits", visit_log),
        "web/Дальний берег.txt": FAR_SHORE.replace("\n", "\r\n").encode("windows-1251"),
        "family/notes march.txt": b"",
    }
    files |= {name: message.as_bytes() for name, message in mails()}
    statement = (HERE / "ngo/statement-6-december.txt").read_text(encoding="utf-8")
    files["family/forwarded (2).txt"] = (
        ("---------- Forwarded ----------\n\n" + statement).replace("\n", "\r\n").encode())
    for name, content in files.items():
        path = HERE / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        print(f"{len(content):7} {name}")


if __name__ == "__main__":
    main()
