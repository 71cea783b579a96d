"""Traditional characters of the names and headings that are looked for, as the simplified ones of the pack;
the numerals of cheques, as in 仟元, with them."""

from __future__ import annotations

import unicodedata

_TRADITIONAL = (
    "並乹乾亁佔併來係俻個備傚傢債働價儀億內冊凈別剏剙創劃効動務匯區協厤厰參咊員問單噹囙國園團坿埰執報場塲"
    "學寀實審寫專對導屬帥幣幹庫廠強彆彔彙後從復愽態應戶掛採搆損摺擁擔據擬攤攷數斷於旹時曆書會朞朮東枱業榦"
    "榮構標機檯權欵歐歴歷況淨減準滙潤濟灋無營牓牽狀現環產産畢異當發眎眡睏碩碼祘秊稅稱積竝箇節築籌糰納級細"
    "結統經編縣總繫繳纍聯職臺與舊萬葠蓡蔘處號虧術衕補裝製複覈見規視計訊託記設訴註証試話詳詶認說説課調請證"
    "識議譽變讬負財貨責買貸費貿資質賬賴購轉辦進運達適選鄉酧醻釋釦銀銷錄録錶鎭鎮鏈長門開間閤闆關階際險難電"
    "韆響頁項預領頟頭頻頼題額類風颱餘馀騐驗體髮麪麫麵麺點齣龍"
    "仟佰拾"
)
_SIMPLIFIED = (
    "并干干干占并来系备个备效家债动价仪亿内册净别创创创划效动务汇区协历厂参和员问单当因国园团附采执报场场"
    "学采实审写专对导属帅币干库厂强别录汇后从复博态应户挂采构损折拥担据拟摊考数断于时时历书会期术东台业干"
    "荣构标机台权款欧历历况净减准汇润济法无营榜牵状现环产产毕异当发视视困硕码算年税称积并个节筑筹团纳级细"
    "结统经编县总系缴累联职台与旧万参参参处号亏术同补装制复核见规视计讯托记设诉注证试话详酬认说说课调请证"
    "识议誉变托负财货责买贷费贸资质账赖购转办进运达适选乡酬酬释扣银销录录表镇镇链长门开间合板关阶际险难电"
    "千响页项预领额头频赖题额类风台余余验验体发面面面面点出龙"
    "千百十"
)
_TABLE = str.maketrans(_TRADITIONAL, _SIMPLIFIED)


def simplified(text: str) -> str:
    """The text with the characters of 營業收入 as those of 营业收入; others stay as they are."""
    return text if text.isascii() else text.translate(_TABLE)


def compared(text: str) -> str:
    """A text to compare with: half-width, simplified, in small letters, without spaces and in one line."""
    return simplified("".join(unicodedata.normalize("NFKC", text).split()).casefold())


def folded(text: str) -> str:
    """A text with simplified characters, and full-width letters, digits and signs as narrow ones."""
    return simplified(unicodedata.normalize("NFKC", text))
