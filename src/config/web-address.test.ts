/** Where people see pages and files. */
import { expect, test } from "bun:test";
import { readConfig } from "./read.ts";
import { originOf, parseWebAddress, printWebAddress, sharedPortOf, webAddressOf } from "./web-address.ts";

const originWith = (...settings: string[]): string | undefined => {
  const address = webAddressOf(readConfig("", [], ["domains=example.com,example.org", ...settings]));
  return address && originOf(address);
};

test("a name, with its port where that is not 443; nothing else", () => {
  expect(parseWebAddress("chat.example.com")).toEqual({ name: "chat.example.com", port: 443 });
  expect(parseWebAddress("Chat.Example.com:5443")).toEqual({ name: "chat.example.com", port: 5443 });
  expect(printWebAddress({ name: "chat.example.com", port: 443 })).toBe("chat.example.com");
  expect(printWebAddress({ name: "chat.example.com", port: 5443 })).toBe("chat.example.com:5443");
  for (const wrong of ["https://chat.example.com", "chat.example.com/", "a b", "192.0.2.1:5443", "[::1]:5443", ""])
    expect(parseWebAddress(wrong)).toBeUndefined();
  for (const port of ["0", "65536", "x", ""]) expect(parseWebAddress(`chat.example.com:${port}`)).toBeUndefined();
});

test("without web.address it is the first domain, with the port of listen.https where that is not 443", () => {
  expect(originWith()).toBe("https://example.com");
  expect(originWith("listen.https=[::]:5443")).toBe("https://example.com:5443");
  expect(originWith("web.address=tintin.example.com", "listen.https=[::]:5443")).toBe("https://tintin.example.com");
  expect(originWith("web.address=bücher.example:5443")).toBe("https://xn--bcher-kva.example:5443");
});

test("behind another web server it is that one's port; where nothing serves pages, there is none", () => {
  expect(originWith("listen.https=off", "listen.http_proxied=127.0.0.1:5280")).toBe("https://example.com");
  expect(originWith("listen.https=off")).toBeUndefined();
  expect(originWith("listen.https=off", "web.address=chat.example.com")).toBeUndefined();
});

test("where the system chooses the port, it is the one that it has chosen", () => {
  const config = readConfig("", [], ["domains=localhost", "listen.https=127.0.0.1:0"]);
  expect(webAddressOf(config)).toBeUndefined();
  expect(webAddressOf(config, 41234)).toEqual({ name: "localhost", port: 41234 });
});

test("the port is shared with XMPP and TURN unless that is off, another web server has it, or only this machine reaches it", () => {
  const sharedWith = (...settings: string[]) => sharedPortOf(readConfig("", [], ["domains=example.com", ...settings]));
  expect(sharedWith()).toBe(443);
  expect(sharedWith("listen.https=192.0.2.1:5443")).toBe(5443);
  expect(sharedWith("listen.https=[::]:5443", "web.address=chat.example.com")).toBe(443);
  expect(sharedWith("web.multiplex=false")).toBeUndefined();
  expect(sharedWith("listen.https=off")).toBeUndefined();
  expect(sharedWith("listen.https=127.0.0.1:443")).toBeUndefined();
  expect(sharedWith("listen.http_proxied=127.0.0.1:5280")).toBeUndefined();
});
