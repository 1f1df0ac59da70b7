/** What `config check` says of the web's options. */
import { expect, test } from "bun:test";
import { ConfigError, describeProblem } from "./error.ts";
import { readConfig } from "./read.ts";
import { webHints } from "./web-rules.ts";

function problemsOf(...settings: string[]): readonly string[] {
  try {
    readConfig("", [], settings);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.problems.map((each) => describeProblem(each, "en"));
  }
}
const keysOf = (...settings: string[]): readonly string[] =>
  problemsOf(...settings).map((line) => line.split(" ", 1)[0]?.replace(/:$/, "") ?? "");

test("web.address is a name, with a port or without", () => {
  expect(problemsOf("web.address=chat.example.com:5443")).toEqual([]);
  expect(problemsOf("web.address=https://chat.example.com/")).toEqual([
    'web.address = "https://chat.example.com/": write a name, with its port where that is not 443: chat.example.com, chat.example.com:5443',
  ]);
});

test("trusted proxies are addresses, or networks (RFC 4632)", () => {
  expect(problemsOf("web.trusted_proxies=127.0.0.1,::1,10.0.0.0/8,2001:db8::/32,0.0.0.0/0")).toEqual([]);
  for (const wrong of ["localhost", "10.0.0.0/33", "2001:db8::/129", "10.0.0.0/", "1.2.3", "127.0.0.1:80"])
    expect(keysOf(`web.trusted_proxies=${wrong}`)).toEqual(["web.trusted_proxies"]);
});

test("a listener for a web server in front, to which nobody may connect, is refused", () => {
  expect(keysOf("web.trusted_proxies=", "listen.http_proxied=127.0.0.1:5280")).toEqual(["web.trusted_proxies"]);
  expect(keysOf("web.trusted_proxies=")).toEqual([]);
});

test("RFC 6454 §6.2: origins are as browsers send them", () => {
  expect(
    problemsOf("web.origins=https://chat.example.org,http://localhost:8080,capacitor://localhost,moz-extension://0-a"),
  ).toEqual([]);
  for (const wrong of ["chat.example.org", "https://", "*", "null", "https:chat.example.org", "app://a/b"])
    expect(keysOf(`web.origins=${wrong}`)).toEqual(["web.origins"]);
  expect(problemsOf("web.origins=HTTPS://Chat.example.org:443/").join()).toEndWith("send it: https://chat.example.org");
});

test("two listeners do not have one port, not even where one of them is on every address", () => {
  const taken = (...settings: string[]): readonly string[] => keysOf(...settings);
  expect(taken("listen.http_proxied=127.0.0.1:5223")).toEqual(["listen.http_proxied"]);
  expect(taken("listen.https=:80")).toEqual(["listen.https"]);
  expect(taken("listen.http=127.0.0.1:8080", "listen.https=0.0.0.0:8080")).toEqual(["listen.https"]);
  expect(taken("listen.http=127.0.0.1:8080", "listen.https=[::1]:8080")).toEqual([]);
  expect(taken("listen.http=127.0.0.1:0", "listen.https=127.0.0.1:0")).toEqual([]);
});

test("a machine with a name of its own is hinted at, unless web.address is set", () => {
  const hints = (...settings: string[]): readonly string[] =>
    webHints(readConfig("", [], ["domains=example.com", ...settings])).map((each) => describeProblem(each, "fr"));
  expect(hints("host=tintin.example.com").map((line) => line.replaceAll("\u00a0", " "))).toEqual([
    "web.address : les pages et les fichiers sont sur https://example.com ; si cela mène à une autre machine (jabber-home dns), écrivez tintin.example.com",
  ]);
  expect(hints("host=tintin.example.com", "web.address=tintin.example.com")).toEqual([]);
  expect([...hints(), ...hints("host=example.com"), ...hints("host=a.example", "listen.https=off")]).toEqual([]);
});
