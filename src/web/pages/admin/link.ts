/** A link that was just made: to copy, as a code for a phone's camera, and for an app of this device. */
import { momentText } from "../../../messages/units.ts";
import type { IssuedInvitation } from "../../../operations/invitations.ts";
import { copyButton } from "../form-fields.ts";
import { type Html, html } from "../html.ts";
import { qrCode } from "../qr-code.ts";
import type { AdminVisit } from "./frame.ts";

export function link({ messages, language }: AdminVisit, { url, uri, invitation }: IssuedInvitation): Html {
  const texts = messages.invitations;
  const address = url ?? uri ?? "";
  return html`<div class="card"><p><span class="jid" id="link">${address}</span></p>
${qrCode(address, texts.code)}
<p>${texts.until(momentText(invitation.expires, language))}</p>
<p class="row">${copyButton("link", { copy: texts.copy, copied: texts.copied })}${
    uri !== undefined && uri !== address && html`<a href="${uri}">${texts.app}</a>`
  }</p></div>`;
}
