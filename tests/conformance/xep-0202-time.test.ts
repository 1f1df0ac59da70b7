/** XEP-0202: Entity Time. */
import { expect, test } from "bun:test";
import { stage } from "../support/stage.ts";
import { featuresOf } from "../support/xep/disco.ts";

const NS = "urn:xmpp:time";

const { actors } = stage(["romeo"], { now: () => Date.parse("2006-12-19T17:58:35.250Z") });

test("§2: the time in UTC and the zone's offset are returned in the formats of XEP-0082", async () => {
  const answer = await actors.romeo.asks(`<iq type="get" to="localhost"><time xmlns="${NS}"/></iq>`);
  const time = answer.getChild("time", NS);
  expect(time?.getChildText("utc")).toBe("2006-12-19T17:58:35Z");
  expect(time?.getChildText("tzo")).toMatch(/^[+-][0-9]{2}:[0-9]{2}$/);
});

test("§4: the domain advertises it", async () => {
  expect(await featuresOf(actors.romeo, "localhost")).toContain(NS);
});
