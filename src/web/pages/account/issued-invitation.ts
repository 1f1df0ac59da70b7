/** A link that has just been made: to copy, to share, to be read by a camera. */
import { accountSectionMessages } from "../../../messages/account-sections.ts";
import type { Language } from "../../../messages/language.ts";
import { dateText } from "../../../messages/units.ts";
import { copyButton } from "../form-fields.ts";
import { type Html, html } from "../html.ts";
import { qrCode } from "../qr-code.ts";
import type { IssuedLink } from "./own-invitations.ts";

/** `title` is what another app shows with it. */
export function issuedCard({ link, expires }: IssuedLink, language: Language, title: string): Html {
  const texts = accountSectionMessages[language].invite;
  return html`<div class="card"><p class="jid" id="link">${link}</p>
<p class="row">${copyButton("link", texts)}
<button type="button" class="button quiet" data-shares="${link}" data-title="${title}" hidden>${texts.share}</button></p>
${qrCode(link, texts.code)}
<p class="hint">${texts.ends(dateText(expires, language))}</p></div>`;
}
