/** How invitations are shown in a terminal. */
import { invitationMessages } from "../../messages/invitations.ts";
import type { Language } from "../../messages/language.ts";
import type { Invitation, IssuedInvitation } from "../../operations/invitations.ts";
import { qrLines } from "../../qr-code.ts";
import type { Terminal } from "../terminal.ts";

export interface ShownOn extends Pick<Terminal, "isColoured" | "columns"> {
  readonly language: Language;
  readonly wantsCode: boolean;
}

/** The links, the code for a phone where the terminal can show one, and what the invitation is good for. */
export function printIssued(issued: IssuedInvitation, { language, wantsCode, isColoured, columns }: ShownOn): string {
  const messages = invitationMessages[language];
  const { invitation, url, uri } = issued;
  const link = url ?? uri ?? "";
  const code = wantsCode && isColoured ? qrLines(link, { columns }) : [];
  const facts = factsOf(issued, language);
  const width = Math.max(...facts.map(([name]) => name.length));
  return [
    purposeOf(invitation, language),
    "",
    `  ${link}`,
    "",
    ...(url === undefined ? [messages.noPages] : []),
    ...facts.map(([name, value]) => `${name.padEnd(width)}  ${value}`),
    messages.onlyOnce,
    // Last, so that all of it stands on a screen of 24 lines.
    ...(code.length > 0 ? [messages.scan, ...code] : []),
  ].join("\n");
}

function purposeOf({ kind, name, domain, uses }: Invitation, language: Language): string {
  const messages = invitationMessages[language];
  const account = `${name}@${domain}`;
  if (kind === "password") return messages.forPassword(account);
  if (name !== undefined) return messages.forAccount(account);
  return uses === 1 ? messages.forOne : messages.forSeveral(uses);
}

function factsOf(
  { invitation, url, uri }: IssuedInvitation,
  language: Language,
): readonly (readonly [name: string, value: string])[] {
  const messages = invitationMessages[language];
  const { inviter, circle, isAdministrator, expires } = invitation;
  return [
    ...(url === undefined || uri === undefined ? [] : [[messages.inApp, uri] as const]),
    ...(inviter === undefined ? [] : [[messages.contact, inviter] as const]),
    ...(circle === undefined ? [] : [[messages.circle, circle] as const]),
    ...(isAdministrator ? [[messages.role, messages.administers] as const] : []),
    [messages.until, localTime(expires)],
  ];
}

/** A line for each, in this order: what it is for, until when, and who made it. */
export function printInvitations(invitations: readonly Invitation[], language: Language): string {
  const messages = invitationMessages[language];
  if (invitations.length === 0) return messages.none;
  const rows = invitations.map(({ id, kind, name, domain, inviter, uses, usesLeft, expires, by, circle, note }) => [
    id,
    messages.kinds[kind],
    kind === "contact" ? (inviter ?? "") : name === undefined ? messages.anyName(domain) : `${name}@${domain}`,
    messages.listedUntil(localTime(expires)),
    [
      ...(uses === 1 ? [] : [messages.uses(usesLeft, uses)]),
      ...(circle === undefined ? [] : [circle]),
      ...(by === undefined ? [] : [messages.by(by)]),
      ...(note === undefined ? [] : [note]),
    ].join(" · "),
  ]);
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lineOf = (row: readonly string[]): string =>
    row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ");
  return rows.map((row) => lineOf(row).trimEnd()).join("\n");
}

/** "2026-12-07 03:56", in the time zone of this computer. */
const localTime = (time: number): string => {
  const date = new Date(time - new Date(time).getTimezoneOffset() * 60_000);
  return date.toISOString().slice(0, 16).replace("T", " ");
};
