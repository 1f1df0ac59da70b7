/** dyndns2, and the addresses of updates that services and routers print. */
import { afterEach, describe, expect, test } from "bun:test";
import { DnsApiError } from "../../src/dns/providers/api.ts";
import { dyndns2 } from "../../src/dns/providers/dyndns2.ts";
import type { RecordSet } from "../../src/dns/record-set.ts";
import { type FakeAnswer, type FakeDnsApi, fakeDnsApi } from "../support/network/dns-api.ts";

const FOUR: RecordSet = { name: "home.example.com", type: "A", ttl: 60, values: ["192.0.2.12"] };
const SIX: RecordSet = { ...FOUR, type: "AAAA", values: ["2001:db8::12"] };
const USER = { username: "ada", password: "love lace" };
const SIX_TEXT = "2001%3Adb8%3A%3A12";

let fake: FakeDnsApi | undefined;
afterEach(async () => {
  await fake?.stop();
  fake = undefined;
});

const apiOf = (url: string, answer: FakeAnswer = () => new Response("good 192.0.2.12"), user: object = USER) => {
  fake = fakeDnsApi(answer);
  return dyndns2({ url, ...user }, fake.deps);
};
const asked = () => fake?.asked.map(({ line }) => line.replace("GET https://dyn.example.net", ""));
const failureOf = async (work: Promise<unknown>): Promise<DnsApiError> => {
  const error = await work.catch((thrown: unknown) => thrown);
  if (error instanceof DnsApiError) return error;
  throw error ?? new Error("it did not fail");
};

test("a URL without placeholders gets hostname and myip, Basic authentication, and a client with a name", async () => {
  await apiOf("https://dyn.example.net/nic/update?wildcard=NOCHG").replace("", [FOUR, SIX]);
  const path = "/nic/update?wildcard=NOCHG&hostname=home.example.com&myip=";
  expect(asked()).toEqual([`${path}192.0.2.12`, `${path}${SIX_TEXT}`]);
  expect(fake?.asked[0]?.headers).toMatchObject({
    authorization: `Basic ${Buffer.from("ada:love lace").toString("base64")}`,
    "user-agent": expect.stringMatching(/^jabber-home\//),
  });
});

test("name and password may stand in the URL, as many services print it", async () => {
  await apiOf("https://ada%40home:s3cret@dyn.example.net/nic/update", undefined, {}).replace("", [FOUR]);
  expect(asked()).toEqual(["/nic/update?hostname=home.example.com&myip=192.0.2.12"]);
  expect(fake?.asked[0]?.headers.authorization).toBe(`Basic ${Buffer.from("ada@home:s3cret").toString("base64")}`);
});

test.each([
  ["https://dyn.example.net/u/t0ken-of-ada/?a={ip}", "t0ken-of-ada"],
  ["https://dyn.example.net/u?key=t0ken-of-ada&a={ip}", "t0ken-of-ada"],
])("a token in %s is not told, whatever comes back", async (url, token) => {
  const refused = () => new Response(`badauth ${token}`);
  const { message, detail } = await failureOf(apiOf(url, refused, {}).replace("", [FOUR]));
  expect(`${message} ${detail}`).not.toContain(token);
  expect(detail).toContain("badauth");
});

describe("placeholders, as they are spelt", () => {
  const home = "home.example.com";
  test.each([
    ["in braces", "/u?h={hostname}&a={ip}", `/u?h=${home}&a=192.0.2.12`],
    ["as a shell has them", "/u/$" + "{host}/$" + "{myip}", `/u/${home}/192.0.2.12`],
    ["FRITZ!Box", "/u?d=<domain>&u=<username>&p=<pass>&a=<ipaddr>", `/u?d=${home}&u=ada&p=love%20lace&a=192.0.2.12`],
    ["Synology", "/u?hostname=__HOSTNAME__&myip=__MYIP__", `/u?hostname=${home}&myip=192.0.2.12`],
    ["OpenWrt", "/u/[DOMAIN]?ip=[IP]&k=[PASSWORD]", `/u/${home}?ip=192.0.2.12&k=love%20lace`],
    ["pfSense", "/u?ip=%IP%", "/u?ip=192.0.2.12"],
    ["UniFi, inadyn", "/u?hostname=%h&myip=%i", `/u?hostname=${home}&myip=192.0.2.12`],
    ["what is none stays", "/u?x={other}&y=%20&a={ip}", "/u?x={other}&y=%20&a=192.0.2.12"],
  ])("%s", async (_, url, wanted) => {
    await apiOf(`https://dyn.example.net${url}`).replace("", [FOUR]);
    expect(asked()).toEqual([wanted]);
  });

  test("one for each family: a field whose address is not known is left out", async () => {
    const url = "https://dyn.example.net/u?four=<ipaddr>&six=<ip6addr>&x=1";
    await apiOf(url).replace("", [FOUR]);
    expect(asked()).toEqual(["/u?four=192.0.2.12&x=1"]);
    await fake?.stop();
    await apiOf(url).replace("", [FOUR, SIX]);
    expect(asked()).toEqual([`/u?four=192.0.2.12&six=${SIX_TEXT}&x=1`]);
    await fake?.stop();
    const four = apiOf("https://dyn.example.net/u?four=<ipaddr>");
    expect((await failureOf(four.replace("", [SIX]))).reason).toBe("unsupported");
    expect(asked()).toEqual([]);
  });
});

test.each([
  ["good 192.0.2.12\n", undefined],
  ["nochg 192.0.2.12", undefined],
  ["GOOD\r\nnochg\r\n", undefined],
  ["badauth", "credentials"],
  ["!donator", "credentials"],
  ["notfqdn", "no-zone"],
  ["nohost", "no-zone"],
  ["good 192.0.2.12\nnohost", "no-zone"],
  ["abuse", "too-many"],
  ["badagent", "refused"],
  ["911", "out-of-order"],
  ["dnserr", "out-of-order"],
  ["<html>", "unreadable"],
  ["", "unreadable"],
  ["constructor", "unreadable"],
])("%j means: %s", async (text, reason) => {
  const work = apiOf("https://dyn.example.net/nic/update", () => new Response(text)).replace("", [FOUR]);
  if (reason === undefined) await work;
  else expect((await failureOf(work)).reason as string).toBe(reason);
});

test("a code means the same whatever the state of HTTP, and nobody is asked twice", async () => {
  const blocked: FakeAnswer = () => new Response("abuse", { status: 429 });
  expect((await failureOf(apiOf("https://dyn.example.net/", blocked).replace("", [FOUR]))).reason).toBe("too-many");
  expect(fake?.asked.length).toBe(1);
  await fake?.stop();
  const down: FakeAnswer = () => new Response("911", { status: 500 });
  expect((await failureOf(apiOf("https://dyn.example.net/", down).replace("", [FOUR]))).reason).toBe("out-of-order");
});

test("over https alone", () => {
  expect(() => apiOf("http://dyn.example.net/")).toThrow(DnsApiError);
});
