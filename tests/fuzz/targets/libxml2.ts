/** The same beside libxml2, whose canonical form (Canonical XML 1.0) has the same tree. */
import { dlopen, FFIType, JSCallback, type Pointer, read, toArrayBuffer } from "bun:ffi";
import { print } from "../../../src/xml/print.ts";
import { readFrame } from "../frame.ts";
import { same, type Target, Wrong } from "../target.ts";
import { documentOf, MISCHIEF, shapeBySaxes, shapeOf, XML_ONLY } from "../xml-documents.ts";

/** XML_PARSE_NOERROR, NOWARNING, NONET. */
const OPTIONS = 32 | 64 | 2048;
/** Of an xmlError: where its kind and its number are, and XML_FROM_NAMESPACE, in spite of which libxml2 makes a tree. */
const [DOMAIN, CODE, NAMESPACE] = [0, 4, 3];
/** XML_WAR_NS_URI and its like: whether the name of a namespace is a URI, nobody has to look. */
const ABOUT_URIS = [99, 100];

/** XML_MAX_NAME_LENGTH. */
const MAX_NAME = 50_000;

const { ptr, i32 } = FFIType;
const SYMBOLS = {
  xmlReadMemory: { args: [ptr, i32, ptr, ptr, i32], returns: ptr },
  xmlFreeDoc: { args: [ptr], returns: FFIType.void },
  xmlSetStructuredErrorFunc: { args: [ptr, ptr], returns: FFIType.void },
  xmlC14NDocDumpMemory: { args: [ptr, ptr, i32, ptr, i32, ptr], returns: i32 },
} as const;

/** Whether the text that was read last uses namespaces as it must not. */
let hasWrongNamespace = false;

function openLibrary() {
  try {
    const { symbols } = dlopen("libxml2.so.2", SYMBOLS);
    const heard = (_: Pointer | null, error: Pointer): void => {
      if (read.i32(error, DOMAIN) === NAMESPACE && !ABOUT_URIS.includes(read.i32(error, CODE)))
        hasWrongNamespace = true;
    };
    const callback = new JSCallback(heard, { args: [ptr, ptr], returns: FFIType.void });
    symbols.xmlSetStructuredErrorFunc(null, callback.ptr);
    return { symbols, callback };
  } catch {
    return undefined;
  }
}

/** With the callback, which is to live as long as the library calls it. */
let opened: { readonly library: ReturnType<typeof openLibrary> } | undefined;
const symbols = () => {
  opened ??= { library: openLibrary() };
  return opened.library?.symbols;
};

/** The canonical form, "" where there is none for its namespaces; undefined where libxml2 refuses the text. */
function canonical(text: string): string | undefined {
  const xml = symbols();
  if (!xml) throw new Error("libxml2 is not there");
  hasWrongNamespace = false;
  const bytes = Buffer.from(text);
  const document = xml.xmlReadMemory(bytes, bytes.length, null, null, OPTIONS);
  if (!document) return undefined;
  try {
    if (hasWrongNamespace) return undefined;
    const out = new BigUint64Array(1);
    const length = xml.xmlC14NDocDumpMemory(document, null, 0, null, 0, out);
    if (length < 0) return "";
    // It is libxml2's, and so small that it is left there.
    return Buffer.from(toArrayBuffer(Number(out[0]) as Pointer, 0, length)).toString();
  } finally {
    xml.xmlFreeDoc(document);
  }
}

export const libxml2: Target = {
  name: "xml-libxml2",
  seeds: ["<r a='1'>x</r>", "<p:r xmlns:p='u:p' p:a='&quot;'>\u{1f600}</p:r>"],
  words: MISCHIEF,
  generate: documentOf,
  missing: () => (symbols() ? undefined : "libxml2.so.2 (Debian: libxml2)"),
  check: (input) => {
    const text = input.toString();
    // For it, a text ends there.
    if (text.includes("\0")) return "NUL";
    // It takes no longer names.
    if (text.split(/[\s<>="'/]+/).some(({ length }) => length > MAX_NAME)) return "a long name";
    const own = readFrame(text);
    if (own === "beyond") return own;
    if (own === "refused") {
      if (canonical(text) !== undefined) throw new Wrong("libxml2 accepts", text);
      return own;
    }
    const form = canonical(text);
    if (form === undefined) throw new Wrong("libxml2 refuses", text);
    if (form === "") return "accepted, no canonical form";
    same("the tree by libxml2", shapeOf(own, XML_ONLY), shapeBySaxes(form));
    same("the tree of what is printed", shapeBySaxes(canonical(print(own)) ?? ""), shapeBySaxes(form));
    return "accepted";
  },
};
