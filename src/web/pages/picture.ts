/** A person's picture, alone. */

export interface Picture {
  /** "image/png" */
  readonly type: string;
  readonly bytes: Uint8Array;
}

/** What is in it runs nothing, also where it is opened by itself. */
export const pictureResponse = ({ type, bytes }: Picture): Response =>
  new Response(bytes as Uint8Array<ArrayBuffer>, {
    headers: {
      "content-type": type,
      "cache-control": "no-store",
      "content-security-policy": "default-src 'none'; sandbox",
      "x-content-type-options": "nosniff",
      "referrer-policy": "no-referrer",
    },
  });
