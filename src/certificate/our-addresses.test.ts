import { expect, test } from "bun:test";
import { publicAddresses } from "./our-addresses.ts";

test("what is certain is not doubted because the machine's name leads elsewhere; names are tried all the same", () => {
  expect(publicAddresses(["192.0.2.12"], ["198.51.100.7"])).toEqual({
    known: ["192.0.2.12"],
    likely: ["192.0.2.12", "198.51.100.7"],
  });
});

test("where nothing of a family is certain, what the machine's name leads to has to be believed", () => {
  expect(publicAddresses([], ["192.0.2.12"]).known).toEqual(["192.0.2.12"]);
  expect(publicAddresses(["2001:db8::12"], ["192.0.2.12", "2001:db8::9"]).known).toEqual([
    "2001:db8::12",
    "192.0.2.12",
  ]);
});
