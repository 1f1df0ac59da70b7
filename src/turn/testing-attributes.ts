/** Attributes and answers, as tests write and read them. */
import { randomBytes } from "node:crypto";
import { readXorAddress, xorAddress } from "./address.ts";
import { ATTRIBUTE, METHOD } from "./attributes.ts";
import { type NewAttribute, printMessage } from "./message.ts";
import type { TestAnswer, TestClient } from "./testing.ts";

export const number = (value: number) => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
};
export const family = (code: number) => Buffer.from([code, 0, 0, 0]);
export const lifetime = (seconds: number): NewAttribute => [ATTRIBUTE.LIFETIME, number(seconds)];

export const relayOf = ({ get, message }: TestAnswer) =>
  readXorAddress(get(ATTRIBUTE.XOR_RELAYED_ADDRESS), message.transaction);

export const channel = (value: number): NewAttribute => [ATTRIBUTE.CHANNEL_NUMBER, number(value * 65_536)];

/** A Send indication. */
export function send(
  client: TestClient,
  port: number,
  data: string,
  address = "127.0.0.1",
  ...more: readonly NewAttribute[]
): void {
  const transaction = randomBytes(12);
  const attributes: NewAttribute[] = [
    [ATTRIBUTE.XOR_PEER_ADDRESS, xorAddress({ address, port }, transaction)],
    [ATTRIBUTE.DATA, Buffer.from(data)],
    ...more,
  ];
  client.send(printMessage({ class: "indication", method: METHOD.SEND, transaction, attributes }));
}
