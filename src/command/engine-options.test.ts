import { expect, test } from "bun:test";
import { withEngineOptions, withoutEngineOptions } from "./engine-options.ts";

test("the environment gets the options that it lacks", () => {
  expect(withEngineOptions({ HOME: "/srv/jabber" })).toMatchObject({ HOME: "/srv/jabber", BUN_JSC_useFTLJIT: "0" });
});

test("what whoever starts the server has set stays", () => {
  expect(withEngineOptions({ BUN_JSC_useFTLJIT: "1" })).toMatchObject({
    BUN_JSC_useFTLJIT: "1",
    BUN_GC_TIMER_INTERVAL: "10000",
  });
});

test("a process that was started with them needs no other start", () => {
  const complete = withEngineOptions({});
  expect(complete).toBeDefined();
  expect(withEngineOptions({ ...complete, BUN_JSC_useFTLJIT: "1" })).toBeUndefined();
});

test("another version that takes over the process does not get them; what whoever starts the server has set it gets", () => {
  const complete = withEngineOptions({ HOME: "/srv/jabber", BUN_JSC_useFTLJIT: "1" }) ?? {};
  expect(withoutEngineOptions(complete)).toEqual({ HOME: "/srv/jabber", BUN_JSC_useFTLJIT: "1" });
});
