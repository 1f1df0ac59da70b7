import { expect, test } from "bun:test";
import { readConfig } from "./read.ts";
import { isForThisComputer } from "./this-computer.ts";

const isAlone = (...listen: string[]) => {
  const off = ["server=off", "server_tls=off", "http=off", "proxy=off"];
  const here = ["client=127.0.0.1:5222", "client_tls=[::1]:5223", "https=127.0.0.1:5443"];
  const settings = [...off, ...here, ...listen].map((each) => `listen.${each}`);
  return isForThisComputer(readConfig("", [], ["domains=localhost", ...settings]));
};

test("what setup writes for a trial is for this computer alone", () => {
  expect(isAlone()).toBe(true);
  expect(isAlone("https=off", "client=off")).toBe(true);
});

test.each([
  "client=0.0.0.0:5222",
  "https=[::]:443",
  "server=127.0.0.1:5269",
  "http_proxied=127.0.0.1:80",
  "proxy=:7777",
])("%s lets others in", (listen) => expect(isAlone(listen)).toBe(false));
