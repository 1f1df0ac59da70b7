/** What the terminal says of setup in a browser. */
import { expect, test } from "bun:test";
import { type Announcement, announcementLines } from "./announce.ts";

const HERE: Announcement = {
  language: "en",
  addresses: ["192.168.1.20", "10.8.0.1"],
  localName: undefined,
  port: 8080,
  hasSignpost: true,
  code: "ABCDEFGH",
  qrLines: (text) => [`[${text}]`],
};
const textOf = (changes: Partial<Announcement> = {}): string => announcementLines({ ...HERE, ...changes }).join("\n");

test("addresses without a port, where a signpost leads on from port 80; the code, and both to be scanned", () => {
  const text = textOf({ localName: "tintin.local" });
  expect(text).toContain("\n  http://192.168.1.20\n  http://10.8.0.1\n  http://tintin.local\n");
  expect(text).toContain("ABCD-EFGH");
  expect(text).toContain("[http://192.168.1.20/?code=ABCDEFGH]");
});

test("with the port, where there is none", () => {
  const text = textOf({ hasSignpost: false });
  expect(text).toContain("\n  http://192.168.1.20:8080\n");
  expect(text).toContain("[http://192.168.1.20:8080/?code=ABCDEFGH]");
});

test("a machine without an address in a local network is reached through ssh", () => {
  const text = textOf({ addresses: [] });
  expect(text).toContain("\n  http://127.0.0.1:8080\n");
  expect(text).toContain("ssh -L 8080:127.0.0.1:8080 ");
  expect(text).not.toContain("[http");
});

test("for the first visitor there is no code; and no picture on a terminal that has no room for it", () => {
  const text = textOf({ code: undefined, qrLines: () => [] });
  expect(text).toContain("The first browser that begins is let in.");
  expect(text).not.toMatch(/code|scan/i);
});
