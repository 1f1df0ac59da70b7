/** XEP-0054 and XEP-0153 §4.5: the photo in a vCard. */
import { createHash } from "node:crypto";
import type { Element } from "ltx";
import { copyOf, withChildren, xml } from "../stanza.ts";
import { StanzaError } from "../stanza-error.ts";

export interface Photo {
  /** "image/png"; undefined where the vCard has no TYPE. */
  readonly type: string | undefined;
  readonly bytes: Uint8Array;
  /** Hexadecimal SHA-1, in lower case. */
  readonly hash: string;
}

/** Base64, with white space anywhere (XEP-0153 §4.6). */
const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;

/** The first embedded photo. Throws StanzaError bad-request for a BINVAL that is not base64. */
export const photoIn = (card: Element): Photo | undefined => photosIn(card)[0];

/** The embedded photos (XEP-0486 §6.1: one image in several formats). Throws StanzaError bad-request. */
export function photosIn(card: Element): Photo[] {
  return card.getChildren("PHOTO").flatMap((photo) => {
    const data = photo.getChildText("BINVAL")?.replaceAll(/\s+/g, "");
    if (!data) return [];
    if (!BASE64.test(data)) throw new StanzaError("bad-request", { text: "the photo is not base64" });
    const bytes = new Uint8Array(Buffer.from(data, "base64"));
    const type = photo.getChildText("TYPE")?.trim() || undefined;
    return [{ type, bytes, hash: createHash("sha1").update(bytes).digest("hex") }];
  });
}

/** The vCard with this photo instead of its own, or without any. */
export function withPhoto(
  card: Element = xml("vCard", { xmlns: "vcard-temp" }),
  photo?: { readonly type: string; readonly base64: string },
): Element {
  const others = card.getChildElements().filter(({ name }) => name !== "PHOTO");
  const element = photo && xml("PHOTO", {}, xml("TYPE", {}, photo.type), xml("BINVAL", {}, photo.base64));
  return withChildren(copyOf(card), element ? [...others, element] : others);
}
