/** The secret of an invitation: who knows it, may use it. */
import { createHash, randomInt } from "node:crypto";

/** XEP-0401 §5.1: alphanumeric, so that it needs no escaping in a URI, and a double click takes all of it. */
const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
/** 22 of 62 characters: 130 bits. */
const TOKEN_LENGTH = 22;
/** Those of other servers, from where invitations came along, have other lengths. */
const TOKEN = /^[A-Za-z0-9_-]{22,64}$/;
/** 47 bits tell invitations apart, and a person can type them. */
const ID_LENGTH = 8;

const randomText = (length: number): string =>
  Array.from({ length }, () => ALPHABET[randomInt(ALPHABET.length)]).join("");

export const newToken = (): string => randomText(TOKEN_LENGTH);

/** By which people speak of an invitation: no secret. */
export const newId = (): string => randomText(ID_LENGTH);

/** What is stored of a token; undefined for what cannot be one. */
export const hashOf = (token: string): Uint8Array | undefined =>
  TOKEN.test(token) ? createHash("sha256").update(token).digest() : undefined;
