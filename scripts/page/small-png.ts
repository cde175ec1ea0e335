/** A picture of a page with 256 colours, a third of the bytes: flat areas need no more. */
import { crc32, deflateSync, inflateSync } from "node:zlib";

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const paletteMax = 256;

type Pixels = { readonly width: number; readonly height: number; readonly rgb: Uint8Array };

/** Of the PNG of a screenshot: 8 bits, RGB or RGBA, not interlaced. Throws `Error` for any other. */
export function smallPng(png: Buffer): Buffer {
  const { width, height, rgb } = readPixels(png);
  const palette = paletteOf(rgb);
  const nearest = new Map<number, number>();
  const rows = Buffer.alloc((width + 1) * height);
  for (let at = 0; at < width * height; at += 1) {
    const colour = colourAt(rgb, at);
    let index = nearest.get(colour);
    if (index === undefined) {
      index = nearestIn(palette, colour);
      nearest.set(colour, index);
    }
    rows[Math.floor(at / width) * (width + 1) + 1 + (at % width)] = index;
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 3, 0, 0, 0], 8);
  const colours = Buffer.from(palette.flatMap((one) => [one >> 16, (one >> 8) & 255, one & 255]));
  const data = deflateSync(rows, { level: 9, memLevel: 9 });
  const chunks = [chunk("IHDR", header), chunk("PLTE", colours), chunk("IDAT", data)];
  return Buffer.concat([signature, ...chunks, chunk("IEND", Buffer.alloc(0))]);
}

function colourAt(rgb: Uint8Array, at: number): number {
  return ((rgb[3 * at] ?? 0) << 16) | ((rgb[3 * at + 1] ?? 0) << 8) | (rgb[3 * at + 2] ?? 0);
}

/** The most frequent colours. */
function paletteOf(rgb: Uint8Array): number[] {
  const counts = new Map<number, number>();
  for (let at = 0; at < rgb.length / 3; at += 1) {
    const colour = colourAt(rgb, at);
    counts.set(colour, (counts.get(colour) ?? 0) + 1);
  }
  const frequent = [...counts].toSorted(([, left], [, right]) => right - left);
  return frequent.slice(0, paletteMax).map(([colour]) => colour);
}

function nearestIn(palette: readonly number[], colour: number): number {
  const distance = (one: number) =>
    [16, 8, 0].reduce(
      (sum, bits) => sum + (((one >> bits) & 255) - ((colour >> bits) & 255)) ** 2,
      0,
    );
  const distances = palette.map(distance);
  return distances.indexOf(Math.min(...distances));
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

function readPixels(png: Buffer): Pixels {
  const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
  const channels = { 2: 3, 6: 4 }[png[25] ?? 0];
  if (channels === undefined || png[24] !== 8 || png[28] !== 0) throw new Error("not such a PNG");
  const parts: Buffer[] = [];
  for (let at = 8; at < png.length;) {
    const length = png.readUInt32BE(at);
    if (png.toString("latin1", at + 4, at + 8) === "IDAT") {
      parts.push(png.subarray(at + 8, at + 8 + length));
    }
    at += 12 + length;
  }
  const plain = unfilter(inflateSync(Buffer.concat(parts)), width * channels, channels);
  const rgb = new Uint8Array(3 * width * height);
  for (let at = 0; at < width * height; at += 1) {
    for (let one = 0; one < 3; one += 1) rgb[3 * at + one] = plain[channels * at + one] ?? 0;
  }
  return { width, height, rgb };
}

/** Undoes the filter of each row. */
function unfilter(raw: Buffer, rowBytes: number, pixelBytes: number): Uint8Array {
  const rows = raw.length / (rowBytes + 1);
  const plain = new Uint8Array(rows * rowBytes);
  for (let row = 0; row < rows; row += 1) {
    const filter = raw[row * (rowBytes + 1)] ?? 0;
    for (let at = 0; at < rowBytes; at += 1) {
      const place = row * rowBytes + at;
      const left = at < pixelBytes ? 0 : (plain[place - pixelBytes] ?? 0);
      const up = row === 0 ? 0 : (plain[place - rowBytes] ?? 0);
      const corner = row === 0 || at < pixelBytes ? 0 : (plain[place - rowBytes - pixelBytes] ?? 0);
      const added = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter] ?? 0;
      plain[place] = (raw[row * (rowBytes + 1) + 1 + at] ?? 0) + added;
    }
  }
  return plain;
}

function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner;
  const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
  if (a <= b && a <= c) return left;
  return b <= c ? up : corner;
}
