/** RFC 7622, RFC 8264, RFC 8265: addresses, and what their prepared parts have in common. */
import { parseJid, storedJid, withResource } from "../../../src/jid/jid.ts";
import { opaqueString, PrecisError, usernameCaseMapped } from "../../../src/jid/precis.ts";
import { StanzaError } from "../../../src/stanza-error.ts";
import { same, type Target, unlessRefused, Wrong } from "../target.ts";

/** RFC 7622 §3.5, RFC 8265 §3.5 and §4.3. */
const VECTORS = [
  "juliet@example.com/foo bar",
  "fu\u00dfball@example.com",
  "\u03c3@example.com/foo",
  "\u03a3@example.com",
  "king@example.com/\u265a",
  "henry\u2163@example.com",
  "a.example.com/b@example.net",
  "xn--bcher-kva.example",
  "b\u00fccher.example/\u{1f600}",
  "\u05d0\u05d1@example.org",
  "\uff21\uff42@example.org",
  "\u212b@example.org/\u1e9b\u0323",
  "a\u200db@example.org",
  "\u0644\u200c\u0644@example.org",
  "[2001:db8::1]/x",
];
const WORDS = [
  "@",
  "/",
  ".",
  "xn--",
  "\u3002",
  "\u0345",
  "\u00b7",
  "\u0375",
  "\u30fb",
  "\u0660",
  "\u06f0",
  "\u1100",
  "\u{e0001}",
  " ",
  "\u00a0",
  "\u2028",
];

const octets = (text: string): number => Buffer.byteLength(text);

export const jid: Target = {
  name: "jid",
  seeds: VECTORS,
  words: WORDS,
  check: (input) => {
    const text = input.toString();
    const read = unlessRefused([StanzaError], () => parseJid(text));
    if (!read) return "refused";
    const { local, domain, resource, full, bare } = read;
    same("prepared twice", parseJid(full), read);
    same("as it is stored", storedJid(full), read);
    if (domain === "" || [local, domain, resource].some((part) => octets(part) > 1023))
      throw new Wrong("a part of", full);
    if (/["&'/:<>@\s]/u.test(local) || local !== local.normalize("NFC")) throw new Wrong("the localpart", local);
    if (/\p{Lu}/u.test(local) && local.toLowerCase() !== local) throw new Wrong("capitals in", local);
    if (/[\p{Cc}\ufeff]/u.test(full)) throw new Wrong("a control character in", JSON.stringify(full));
    if (resource !== "") same("another resource", withResource(parseJid(bare), resource).full, full);
    return `${local !== ""} ${resource !== ""} ${/[^\0-\x7f]/.test(local)} ${/[^\0-\x7f]/.test(domain)} ${/[^\0-\x7f]/.test(resource)}`;
  },
};

export const precis: Target = {
  name: "precis",
  seeds: VECTORS,
  words: WORDS,
  check: (input) => {
    const text = input.toString();
    const outcome = [usernameCaseMapped, opaqueString].map((profile) => {
      const prepared = unlessRefused([PrecisError], () => profile(text));
      // RFC 8264 §7: what is prepared is prepared already.
      if (prepared !== undefined) same("enforced twice", profile(prepared), prepared);
      if (prepared === "") throw new Wrong("an empty text is accepted", "");
      return prepared !== undefined;
    });
    return outcome.join(" ");
  },
};
