"""Workbooks written by hand, as no spreadsheet program would write them."""

import io
import struct
import zipfile

SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"


def packed(entries):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return out.getvalue()


def relations(**targets):
    links = "".join(
        f'<Relationship Id="{name}" Type="{RELATION}/{kind}" Target="{target}"/>'
        for name, (kind, target) in targets.items()
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{links}</Relationships>'


def xlsx(
    rows, *, strings=None, tail="", head="", settings="", declaration="", looks="", extra=None
):
    """A workbook with one sheet, whose rows are given as XML."""
    entries = {
        "[Content_Types].xml": (
            f'<Types xmlns="{PACKAGE}/content-types">'
            '<Default Extension="xml" ContentType="application/xml"/></Types>'
        ),
        "_rels/.rels": relations(r1=("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": (
            f'<workbook xmlns="{SPREADSHEET}" xmlns:r="{RELATION}">{settings}'
            '<sheets><sheet name="Sheet1" sheetId="1" r:id="r1"/></sheets></workbook>'
        ),
        "xl/_rels/workbook.xml.rels": relations(
            r1=("worksheet", "worksheets/sheet1.xml"),
            **({"r2": ("sharedStrings", "sharedStrings.xml")} if strings else {}),
            **({"r3": ("styles", "styles.xml")} if looks else {}),
        ),
        "xl/worksheets/sheet1.xml": (
            f'<?xml version="1.0" encoding="UTF-8"?>{declaration}<worksheet '
            f'xmlns="{SPREADSHEET}">{head}<sheetData>{rows}</sheetData>{tail}</worksheet>'
        ),
    }
    if looks:
        entries["xl/styles.xml"] = looks
    if strings:
        items = "".join(f"<si><t>{text}</t></si>" for text in strings)
        entries["xl/sharedStrings.xml"] = f'<sst xmlns="{SPREADSHEET}">{items}</sst>'
    return packed(entries | (extra or {}))


def number(address, value):
    return f'<c r="{address}"><v>{value}</v></c>'


def text(address, value):
    return f'<c r="{address}" t="inlineStr"><is><t xml:space="preserve">{value}</t></is></c>'


def row(place, *cells):
    return f'<row r="{place}">{"".join(cells)}</row>'


def ods(rows, name="Sheet1"):
    """An OpenDocument workbook with one sheet."""
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="{OFFICE}" '
        f'xmlns:table="{TABLE}" xmlns:text="{TEXT}"><office:body><office:spreadsheet>'
        f'<table:table table:name="{name}">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    return packed(
        {
            "mimetype": kind,
            "content.xml": content,
            "META-INF/manifest.xml": f'<manifest:manifest xmlns:manifest="{manifest}">'
            f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
            "</manifest:manifest>",
        }
    )


def ods_row(*cells, repeated=1):
    times = f' table:number-rows-repeated="{repeated}"' if repeated > 1 else ""
    return f"<table:table-row{times}>{''.join(cells)}</table:table-row>"


def ods_cell(value=None, *, kind=None, repeated=1, **attributes):
    times = f' table:number-columns-repeated="{repeated}"' if repeated > 1 else ""
    if value is None:
        return f"<table:table-cell{times}/>"
    kind = kind or ("string" if isinstance(value, str) else "float")
    given = {"value": value} if kind in {"float", "percentage"} else attributes
    written = "".join(f' office:{k.replace("_", "-")}="{v}"' for k, v in given.items())
    return (
        f'<table:table-cell{times} office:value-type="{kind}"{written}>'
        f"<text:p>{value}</text:p></table:table-cell>"
    )


def record(kind, content=b""):
    """A record of a binary workbook: kind and length stand in seven bits a byte."""
    head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    length, size = b"", len(content)
    while True:
        size, part = size >> 7, size & 0x7F
        length += bytes([part | (0x80 if size else 0)])
        if not size:
            return head + length + content


def wide(words):
    return struct.pack("<I", len(words)) + words.encode("utf-16-le")


def xlsb(rows, *, extent=None):
    """A binary workbook with one sheet; `rows` are {row: {column: value}}, both from 0."""
    widest = max(column for cells in rows.values() for column in cells)
    cells = b"".join(
        record(0, struct.pack("<IIHBBBI", place, 0, 300, 0, 0, 0, 0))
        + b"".join(_binary_cell(column, value) for column, value in line.items())
        for place, line in rows.items()
    )
    reach = struct.pack("<4I", *(extent or (min(rows), max(rows), 0, widest)))
    sheet = record(129) + record(148, reach) + record(145) + cells + record(146) + record(130)
    listed = record(156, struct.pack("<II", 0, 1) + wide("r1") + wide("Sheet1"))
    return packed(
        {
            "[Content_Types].xml": "<Types/>",
            "xl/workbook.bin": record(131) + record(143) + listed + record(144) + record(132),
            "xl/_rels/workbook.bin.rels": relations(r1=("worksheet", "worksheets/sheet1.bin")),
            "xl/worksheets/sheet1.bin": sheet,
        }
    )


def _binary_cell(column, value):
    place = struct.pack("<II", column, 0)
    if isinstance(value, bool):
        return record(4, place + bytes([value]))
    if isinstance(value, str) and value.startswith("#"):
        return record(3, place + bytes([{"#DIV/0!": 7, "#REF!": 23, "#N/A": 42}[value]]))
    if isinstance(value, str):
        return record(6, place + wide(value))
    return record(5, place + struct.pack("<d", value))
