import { afterEach, describe, expect, test } from "bun:test";
import { createSocket, type Socket } from "node:dgram";
import { listenForAnnouncements } from "./announcements.ts";
import { findRouter } from "./find.ts";
import { natPmpMapper } from "./nat-pmp.ts";
import { noncesOf } from "./nonce.ts";
import { obstacleOf } from "./open-ports.ts";
import { addressBytes, pcpMapper } from "./pcp.ts";
import { MappingError, type MappingProblem, type WantedPort } from "./report.ts";

const ROUTER = "127.0.0.1";
const nonceOf = noncesOf(new Uint8Array(32));
const TCP_5222: WantedPort = { transport: "tcp", port: 5222 };

const opened: (() => void)[] = [];
afterEach(() => {
  for (const close of opened.splice(0)) close();
});

/** A UDP service on loopback that answers as a test says. Returns its port. */
async function udpRouter(answers: (question: Buffer) => readonly Uint8Array[]): Promise<number> {
  const socket: Socket = createSocket("udp4");
  socket.on("message", (question, { port, address }) => {
    for (const answer of answers(question)) socket.send(answer, port, address);
  });
  await new Promise<void>((resolve) => socket.bind(0, ROUTER, resolve));
  opened.push(() => socket.close());
  return socket.address().port;
}

const problemOf = async (work: Promise<unknown>): Promise<MappingProblem | "done"> =>
  work.then(
    () => "done" as const,
    (error: unknown) => {
      if (error instanceof MappingError) return error.problem;
      throw error;
    },
  );

describe("PCP", () => {
  const answer = (question: Buffer, change: (bytes: Uint8Array) => void): Uint8Array => {
    const bytes = new Uint8Array(60);
    bytes.set(question.subarray(0, 60));
    bytes[1] = (question[1] ?? 0) | 0x80;
    bytes.fill(0, 2, 4);
    bytes.fill(0, 8, 24);
    bytes.set(addressBytes("9.9.8.2"), 44);
    change(bytes);
    return bytes;
  };
  const map = async (answers: (question: Buffer) => readonly Uint8Array[]) =>
    pcpMapper({ router: ROUTER, client: ROUTER, nonceOf, port: await udpRouter(answers) }).map(TCP_5222, 3600);

  test("RFC 6887 §11.4: an answer with another nonce, of another port, too short or too long is not taken", async () => {
    const mapping = await map((question) => [
      new Uint8Array(0),
      new Uint8Array(3),
      answer(question, (bytes) => bytes.set([1, 2, 3], 24)),
      answer(question, (bytes) => bytes.set([9, 9], 40)),
      answer(question, () => {}).subarray(0, 26),
      new Uint8Array(1200).fill(0x82),
      answer(question, () => {}),
    ]);
    expect(mapping).toEqual({ lifetime: 3600, epoch: 0, external: "9.9.8.2" });
  });

  test("RFC 6887 §13.2: rather no port than another one", async () => {
    let questions = 0;
    const other = map((question) => {
      questions += 1;
      if (question.readUInt32BE(4) > 0) expect([...question.subarray(60)]).toEqual([2, 0, 0, 0]);
      return [answer(question, (bytes) => bytes.set([0x10, 0], 42))];
    });
    expect(await problemOf(other)).toBe("conflict");
    // What it gave is given back.
    expect(questions).toBe(2);
  });

  test.each([
    [2, "refused"],
    [7, "no-network"],
    [8, "no-resources"],
    [11, "conflict"],
    [200, "refused"],
  ] as const)("RFC 6887 §7.4: result %p is %p", async (code, problem) => {
    const refused = map((question) => [answer(question, (bytes) => bytes.set([code], 3))]);
    expect(await problemOf(refused)).toBe(problem);
  });
});

test("RFC 6886 §3.3: an answer of another port is not taken; an error is one", async () => {
  const port = await udpRouter((question) => {
    const wrong = Uint8Array.of(0, 130, 0, 0, 0, 0, 0, 1, 9, 9, 9, 9, 0, 0, 14, 16);
    const right = Uint8Array.of(0, 130, 0, 0, 0, 0, 0, 7, 0x14, 0x66, 0x14, 0x66, 0, 0, 14, 16);
    return question[1] === 2 ? [wrong, wrong.subarray(0, 3), right] : [Uint8Array.of(0, 129, 0, 2)];
  });
  const mapper = natPmpMapper({ router: ROUTER, port });
  expect(await mapper.map(TCP_5222, 3600)).toEqual({ lifetime: 3600, epoch: 7, external: undefined });
  expect(await problemOf(mapper.map({ transport: "udp", port: 3478 }, 3600))).toBe("refused");
});

test("RFC 6886 §3.2.1: announcements are heard, and nothing else", async () => {
  const free = await udpRouter(() => []);
  opened.splice(0).forEach((close) => {
    close();
  });
  const { promise, resolve } = Promise.withResolvers<string>();
  let count = 0;
  const close = listenForAnnouncements((from) => {
    count += 1;
    resolve(from);
  }, free);
  const sender = createSocket("udp4");
  opened.push(close, () => sender.close());
  let rounds = 0;
  const send = (): void => {
    rounds += 1;
    const all = [[], [0], [0, 0], [1, 0x80], [2, 0x81], [2, 0x80, 0, 0]];
    for (const bytes of all) sender.send(Uint8Array.from(bytes), free, ROUTER);
  };
  const repeat = setInterval(send, 20);
  opened.push(() => clearInterval(repeat));
  expect(await promise).toBe(ROUTER);
  expect(count).toBeLessThanOrEqual(rounds);
});

test("an address of a provider's NAT, of another router's network, or that the world does not see", () => {
  expect(obstacleOf("100.64.1.1", [])).toBe("shared");
  expect(obstacleOf("192.168.0.2", [])).toBe("double-nat");
  expect(obstacleOf("9.9.8.2", ["9.9.8.3"])).toBe("elsewhere");
  expect(obstacleOf("9.9.8.2", ["9.9.8.2"])).toBeUndefined();
  expect(obstacleOf("9.9.8.2", [])).toBeUndefined();
});

test("where nothing answers, there is no router, and that is known within a quarter of a minute", async () => {
  const silent = await udpRouter(() => []);
  const found = await findRouter({
    nonceOf,
    gateway: async () => ({ ipv4: ROUTER, ipv6: undefined }),
    ports: { pcp: silent, ssdp: silent },
    publicIPv6: () => [],
  });
  expect(found.forwarding).toBeUndefined();
}, 16_000);
