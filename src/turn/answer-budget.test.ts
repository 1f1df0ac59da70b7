/** RFC 8489 §16.1.2: whoever forges the address of a victim has little sent there. */
import { expect, test } from "bun:test";
import { manualClock } from "../../tests/support/in-memory/manual-clock.ts";
import { openAnswerBudget } from "./answer-budget.ts";
import { METHOD } from "./attributes.ts";
import { credentialsFor } from "./credentials.ts";
import { printMessage } from "./message.ts";
import { REQUESTED_UDP, startTestTurn, TestClient, unsigned } from "./testing.ts";

test("an address has so many answers a second, and those of one IPv6 network share them", () => {
  const clock = manualClock();
  const budget = openAnswerBudget(2, clock);
  const take = (...addresses: string[]) => addresses.map((address) => budget.take(address));
  expect(take("192.0.2.1", "192.0.2.1", "192.0.2.1")).toEqual([true, true, false]);
  expect(take("2001:db8::1", "2001:db8::2", "2001:db8::3")).toEqual([true, true, false]);
  clock.advance(1000);
  expect(take("192.0.2.1", "2001:db8::3")).toEqual([true, true]);
});

test("what strangers are sent is little more than what they have sent, and a response or an indication is not answered", async () => {
  await using turn = await startTestTurn({ first: 43_455, last: 43_456 });
  using stranger = await TestClient.open(turn);
  const [binding, allocate] = [unsigned(METHOD.BINDING), unsigned(METHOD.ALLOCATE, [REQUESTED_UDP])];
  for (const kind of ["indication", "success", "error"] as const)
    for (const method of Object.values(METHOD))
      stranger.send(printMessage({ class: kind, method, transaction: Buffer.alloc(12), attributes: [] }));
  stranger.send(Buffer.concat([Buffer.from([0x40, 0, 0, 4]), Buffer.from("data")]));
  const answered = async (request: Buffer) => (await stranger.ask(request)).message.bytes.length / request.length;
  // RFC 8489 §9.2.4: a realm, a nonce and algorithms are needed to sign in.
  expect([(await answered(binding)) < 2, (await answered(allocate)) < 5]).toEqual([true, true]);
  expect(stranger.unread).toBe(0);
});

test("strangers' requests are answered a hundred times a second; whoever has signed in is answered all the same", async () => {
  const clock = manualClock(Date.now());
  await using turn = await startTestTurn({ first: 43_451, last: 43_452 }, { clock });
  using client = await TestClient.open(turn);
  const credentials = credentialsFor("a", Math.floor(clock.now() / 1000) + 3600, turn.secret);
  await client.request(METHOD.ALLOCATE, [REQUESTED_UDP], credentials);
  using stranger = await TestClient.open(turn);
  for (let count = 0; count < 200; count++)
    stranger.send(unsigned(count % 2 === 0 ? METHOD.BINDING : METHOD.ALLOCATE, [REQUESTED_UDP]));
  expect((await client.request(METHOD.REFRESH, [], credentials)).error).toBeUndefined();
  // One was spent on the nonce of the client, which has the same address.
  for (let count = 0; count < 99; count++) await stranger.receive();
  await client.request(METHOD.REFRESH, [], credentials);
  expect(stranger.unread).toBe(0);
});
