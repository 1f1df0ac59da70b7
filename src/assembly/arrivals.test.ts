import { expect, test } from "bun:test";
import { rememberArrivals } from "./arrivals.ts";

test("the last one of each network and port is remembered, of 64 of them", () => {
  let now = 0;
  const arrivals = rememberArrivals(() => ++now);
  arrivals.note({ remoteAddress: "2001:db8::1", localPort: 5222 });
  arrivals.note({ remoteAddress: "2001:db8::2", localPort: 5222 });
  arrivals.note({ remoteAddress: "2001:db8::2", localPort: 5223 });
  expect(arrivals.all()).toEqual([
    { address: "2001:db8::2", localPort: 5222, at: 2 },
    { address: "2001:db8::2", localPort: 5223, at: 3 },
  ]);
  for (let host = 0; host < 200; host++) arrivals.note({ remoteAddress: `192.0.2.${host}`, localPort: 5222 });
  expect(arrivals.all()).toHaveLength(64);
  expect(arrivals.all().at(-1)?.address).toBe("192.0.2.199");
});
