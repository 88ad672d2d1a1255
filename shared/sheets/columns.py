"""The columns of a sheet of outlets. A row is an outlet with one channel; an outlet on several rows has several."""

from __future__ import annotations

from collections.abc import Sequence

from shared.sheets.headings import Column
from shared.sheets.words import CATEGORIES, LEVELS, PLATFORMS, STATUSES

# In the order in which a sheet is written. What an import does not take in is `shown` alone.
COLUMNS: Sequence[Column] = (
    Column("id", "媒体编号", "Outlet id", required=False),
    Column("name", "媒体名称", "Outlet", example="浦沿身边事"),
    Column("category", "类别", "Category", words=CATEGORIES, example="self_media"),
    Column("credit_code", "统一社会信用代码", "Unified social credit code", example="91330108MA2JM00011"),
    Column("operator_name", "运营者姓名", "Operator", required=False, example="王小明"),
    # The number that GB 11643-1999 explains the check digit with.
    Column("operator_id", "运营者身份证号", "Operator's identity number", required=False, example="11010519491231002X"),
    Column("contact_name", "联系人", "Contact", example="王小明"),
    Column("phone", "联系电话", "Phone", example="13900000002"),
    Column("email", "联系邮箱", "E-mail", required=False, example="editor@example.com"),
    Column("region", "地区", "Region", example="浦沿"),
    Column("platform", "平台", "Platform", words=PLATFORMS, example="wechat_oa"),
    Column("level", "级别", "Level", words=LEVELS, example="county"),
    Column("account_name", "账号名称", "Account name", example="浦沿身边事"),
    Column("url", "账号链接", "Account URL", example="https://example.com/account"),
    Column("followers", "粉丝数", "Followers", kind="count", example="12,345"),
    Column("status", "状态", "Status", required=False, words=STATUSES, kind="shown"),
    Column("verified_until", "认证有效期至", "Verified until", required=False, kind="shown"),
)
SHEETS = ("媒体", "outlets")
