import { expect, test } from "bun:test";
import { xml } from "../stanza.ts";
import { keysOf } from "../store/scram-keys.ts";
import { parseElement } from "../xml/parse-element.ts";
import { accountFile, END_OF_FILE, scramCredentials } from "./account-file.ts";

const NS = "urn:xmpp:pie:0";
const parsed = (text: string) => parseElement(text.replace(/^<\?xml.*\?>\n/, ""));

test("an account stands in its host: <server-data/>, <host/>, <user/>", () => {
  const parts = [xml("vCard", { xmlns: "vcard-temp" }, xml("FN", {}, "Alice & <Bob>"))];
  const text = [...accountFile({ local: "d'artagnan", domain: "exämple.org", parts })].join("");
  expect(text).toStartWith('<?xml version="1.0" encoding="UTF-8"?>\n<server-data xmlns="urn:xmpp:pie:0">\n');
  expect(text).toEndWith(END_OF_FILE);
  const host = parsed(text).getChild("host", NS);
  const user = host?.getChild("user", NS);
  expect([host?.attrs.jid, user?.attrs.name]).toEqual(["exämple.org", "d'artagnan"]);
  expect(user?.getChild("vCard", "vcard-temp")?.getChildText("FN")).toBe("Alice & <Bob>");
});

test("parts are read when the text before them has been taken", () => {
  const read: number[] = [];
  function* parts() {
    for (let number = 0; number < 3; number++) {
      read.push(number);
      yield { container: xml("archive", { xmlns: "urn:x" }), children: [xml("result"), xml("result")] };
    }
  }
  const file = accountFile({ local: "a", domain: "b", parts: parts() });
  while (read.length === 0) file.next();
  expect(read).toEqual([0]);
  const text = [...file].join("");
  expect(read).toEqual([0, 1, 2]);
  expect(text.match(/<result\/>/g)?.length).toBe(6);
});

test("an empty account is a file, too", () => {
  const text = [...accountFile({ local: "a", domain: "b", parts: [] })].join("");
  expect(parsed(text).getChild("host", NS)?.getChild("user", NS)?.getChildElements()).toEqual([]);
});

test("§4.3: the keys are base64, once, under the name of the mechanism without -PLUS", () => {
  const keys = keysOf({ salted: new Uint8Array(32), salt: new Uint8Array(16), iterations: 4096 }, "SHA-256");
  const element = scramCredentials("SHA-256", keys);
  expect(element.attrs).toEqual({ xmlns: "urn:xmpp:pie:0#scram", mechanism: "SCRAM-SHA-256" });
  expect(element.getChildText("iter-count")).toBe("4096");
  expect(Buffer.from(element.getChildText("stored-key") ?? "", "base64")).toEqual(Buffer.from(keys.storedKey));
  expect(Buffer.from(element.getChildText("server-key") ?? "", "base64").length).toBe(32);
  expect(element.getChildText("salt")).toBe(Buffer.alloc(16).toString("base64"));
});
