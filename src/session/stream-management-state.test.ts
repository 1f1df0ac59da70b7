import { describe, expect, test } from "bun:test";
import { parseElement } from "../xml/parse-element.ts";
import { StreamManagementState } from "./stream-management-state.ts";

const sent = (count: number, management = new StreamManagementState("id")): StreamManagementState => {
  for (let n = 0; n < count; n++) {
    management.countSent({ stanza: parseElement(`<message id='${n}'/>`), time: n, bytes: 10, weight: 300 });
  }
  return management;
};

const waiting = ({ unacknowledged }: StreamManagementState): string =>
  unacknowledged.map(({ stanza }) => stanza.attrs.id).join();

describe("XEP-0198 §4", () => {
  test("acknowledged stanzas are forgotten, oldest first", () => {
    const management = sent(4);
    expect(management.acknowledge(2)).toBe(true);
    expect([waiting(management), management.bytes, management.weight]).toEqual(["2,3", 20, 600]);
    expect(management.acknowledge(2)).toBe(true);
    expect(management.acknowledge(4)).toBe(true);
    expect([waiting(management), management.bytes, management.weight]).toEqual(["", 0, 0]);
  });

  test("an h that is too high, or lower than before, changes nothing", () => {
    const management = sent(3);
    expect(management.acknowledge(4)).toBe(false);
    expect(management.acknowledge(1)).toBe(true);
    expect(management.acknowledge(0)).toBe(false);
    expect([waiting(management), management.sent]).toEqual(["1,2", 3]);
  });

  test("the count of received stanzas begins at zero", () => {
    const management = new StreamManagementState(undefined);
    expect(management.received).toBe(0);
    management.countReceived();
    expect(management.received).toBe(1);
  });
});

describe("XEP-0198 §5: what was sent before a restart of the server", () => {
  const setUp = () => {
    let reads = 0;
    const portion = (...ids: number[]) => {
      reads += 1;
      return ids.map((id) => ({ stanza: parseElement(`<message id='${id}'/>`), time: id, bytes: 10, weight: 300 }));
    };
    function* read() {
      yield portion(0, 1);
      yield portion(2);
    }
    const unread = { count: 3, bytes: 30, read };
    return {
      management: new StreamManagementState("id", { received: 7, acknowledged: 5, stored: unread }),
      reads: () => reads,
    };
  };

  test("is counted, and not read before it is needed; what is sent since comes behind it", () => {
    const { management, reads } = setUp();
    management.countSent({ stanza: parseElement("<message id='3'/>"), time: 3, bytes: 10, weight: 300 });
    expect([management.count, management.sent, management.bytes, management.weight]).toEqual([4, 9, 40, 300]);
    expect(management.sentSinceRevival).toHaveLength(1);
    expect(reads()).toBe(0);
    expect(waiting(management)).toBe("0,1,2,3");
    expect([management.count, management.sent, management.bytes, management.weight]).toEqual([4, 9, 40, 1200]);
    expect([reads(), management.sentSinceRevival]).toEqual([2, undefined]);
  });

  test("is acknowledged like any other", () => {
    const { management } = setUp();
    expect(management.acknowledge(9)).toBe(false);
    expect(management.acknowledge(7)).toBe(true);
    expect([waiting(management), management.bytes, management.weight]).toEqual(["2", 10, 300]);
  });

  test("is read a portion at a time; if it is needed meanwhile the rest is read at once, and nothing twice", () => {
    const { management, reads } = setUp();
    const loading = management.load();
    loading.next();
    expect([reads(), management.sentSinceRevival?.length]).toEqual([1, 0]);
    management.countSent({ stanza: parseElement("<message id='3'/>"), time: 3, bytes: 10, weight: 300 });
    expect(waiting(management)).toBe("0,1,2,3");
    expect(loading.next().done).toBe(true);
    expect([...management.load()]).toEqual([]);
    expect([reads(), waiting(management), management.bytes]).toEqual([2, "0,1,2,3", 40]);
  });
});
