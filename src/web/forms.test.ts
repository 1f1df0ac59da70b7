/** Forms. */
import { describe, expect, test } from "bun:test";
import { FormError, MAX_FORM_BYTES, parseForm, readForm } from "./forms.ts";

const parsed = (text: string) => parseForm(new TextEncoder().encode(text));
const post = (body: string, type = "application/x-www-form-urlencoded"): Request =>
  new Request("https://localhost/", { method: "POST", body, headers: { "content-type": type } });

test("URL Standard §5.1: + is a space, %XX a byte of UTF-8; a name alone has an empty value", () => {
  const form = parsed("name=%C3%A9lodie+b%2B&empty&file=1&&file=2&a=b=c");
  expect(form.text("name")).toBe("élodie b+");
  expect(form.text("empty")).toBe("");
  expect(form.all("file")).toEqual(["1", "2"]);
  expect(form.text("a")).toBe("b=c");
  expect(form.text("missing")).toBe("");
  expect(form.all("missing")).toEqual([]);
});

test("names of an object's own properties are names like others", () => {
  expect(parsed("__proto__=x").text("__proto__")).toBe("x");
  expect(parsed("a=b").text("constructor")).toBe("");
});

test.each(["a=%", "a=%4", "a=%zz", "a=%ff", "a=%C0%AF", "a=%ED%A0%80"])("%s is badly encoded", (text) => {
  expect(() => parsed(text)).toThrow(FormError);
});

test("bytes that are not UTF-8 are refused", () => {
  expect(() => parseForm(Uint8Array.of(0x61, 0x3d, 0xff))).toThrow(FormError);
});

test("URL Standard §5.1: what stands between two & may be nothing, however often", () => {
  expect(parsed(`${"&".repeat(1000)}a=1`).fields).toEqual([["a", "1"]]);
});

test("10,000 fields are refused, 200 are not", () => {
  expect(() => parsed("a=b&".repeat(10_000))).toThrow(FormError);
  expect(parsed(Array.from({ length: 200 }, (_, index) => `f=${index}`).join("&")).all("f")).toHaveLength(200);
});

test("a body of another type is no form", async () => {
  for (const type of ["text/plain", "multipart/form-data; boundary=x", "application/json"])
    expect(await readForm(post("a=b", type)).catch(({ status }) => status)).toBe(400);
  expect((await readForm(post("a=b", "Application/X-WWW-Form-URLEncoded; charset=UTF-8"))).text("a")).toBe("b");
});

test("RFC 9110 §15.5.14: a body that is too large is refused with 413", async () => {
  const refused = await readForm(post(`a=${"b".repeat(MAX_FORM_BYTES)}`)).catch((error) => error);
  expect(refused).toBeInstanceOf(FormError);
  expect(refused.status).toBe(413);
});

describe("RFC 7578: a form with a file", () => {
  const form = (bytes: number): Request => {
    const data = new FormData();
    data.append("name", "Juliet");
    data.append("picture", new Blob([new Uint8Array(bytes).fill(1)]), "a.png");
    return new Request("https://localhost/", { method: "POST", body: data });
  };

  test("its fields, and the bytes of the file", async () => {
    const { text, file, fields } = await readForm(form(1000), 1000);
    expect([text("name"), file("picture")?.length, file("name"), fields]).toEqual([
      ...["Juliet", 1000, undefined],
      [["name", "Juliet"]],
    ]);
  });

  test("a field for a file in which none was chosen is none", async () => {
    expect((await readForm(form(0), 1000)).file("picture")).toBeUndefined();
  });

  test("is refused where no file is expected, where it is too large, and where it is none", async () => {
    const status = (request: Request, bytes?: number) => readForm(request, bytes).catch(({ status }) => status);
    const type = "multipart/form-data; boundary=x";
    const none = new Request("https://localhost/", { method: "POST", body: "x", headers: { "content-type": type } });
    expect(await status(form(1000))).toBe(400);
    expect(await status(form(MAX_FORM_BYTES + 2000), 1000)).toBe(413);
    expect(await status(none, 1000)).toBe(400);
  });
});
