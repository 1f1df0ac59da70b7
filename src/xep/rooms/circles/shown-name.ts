/** What an account is called by others: its nickname (XEP-0172), else the name in its vCard, else its local part. */
import type { Element } from "ltx";
import { storedJid } from "../../../jid/jid.ts";
import { onOneLine } from "../../../one-line.ts";

/** The node and namespace of XEP-0172. */
export const NICKNAME = "http://jabber.org/protocol/nick";

/** Characters. */
const MAX_LENGTH = 80;

/** `nickname` is the payload of the account's last item in NICKNAME. */
export function shownName(account: string, nickname: Element | undefined, card: Element | undefined): string {
  const given = [
    nickname?.is("nick", NICKNAME) ? nickname.getText() : undefined,
    card?.getChildText("NICKNAME"),
    card?.getChildText("FN"),
  ];
  const names = given.map((name) => plain(name ?? ""));
  return names.find((name) => name !== "") ?? storedJid(account).local;
}

/** Without characters that cannot be seen, on one line. */
const plain = (text: string): string => [...onOneLine(text.slice(0, 4 * MAX_LENGTH))].slice(0, MAX_LENGTH).join("");
