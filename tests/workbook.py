"""Workbooks of Excel, made of texts."""

import io
import zipfile

SCHEMAS = "http://schemas.openxmlformats.org"
MAIN = f"{SCHEMAS}/spreadsheetml/2006/main"
PACKAGE = f"{SCHEMAS}/package/2006"
RELATED = f"{SCHEMAS}/officeDocument/2006/relationships"
KIND = "application/vnd.openxmlformats"
PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
    f'<Default Extension="rels" ContentType="{KIND}-package.relationships+xml"/>'
    '<Override PartName="/xl/workbook.xml"'
    f' ContentType="{KIND}-officedocument.spreadsheetml.sheet.main+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1"'
    f' Type="{RELATED}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
}


def workbook(**sheets):
    """The bytes of a workbook with a sheet for each text, a row a line, with commas."""
    names = list(enumerate(sheets, 1))
    listed = "".join(f'<sheet name="{n}" sheetId="{k}" r:id="rId{k}"/>' for k, n in names)
    found = "".join(
        f'<Relationship Id="rId{k}" Type="{RELATED}/worksheet" Target="worksheets/sheet{k}.xml"/>'
        for k, _ in names
    )
    parts = {
        **PARTS,
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{RELATED}"><sheets>{listed}</sheets>'
        "</workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
        f"{found}</Relationships>",
        **{f"xl/worksheets/sheet{k}.xml": _sheet(sheets[name]) for k, name in names},
    }
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, f'<?xml version="1.0" encoding="UTF-8"?>{text}')
    return content.getvalue()


def _sheet(text):
    rows = "".join(
        f'<row r="{row}">{"".join(_cell(c, row, at) for at, c in enumerate(line.split(",")))}</row>'
        for row, line in enumerate(text.splitlines(), 1)
    )
    return f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'


def _cell(text, row, at):
    place = f"{chr(ord('A') + at)}{row}"
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'
