// relax_versions.mjs PROGRAM COPY: a copy that the loader starts although this system's glibc is older than the one it
// names. Every needed version above the base becomes a weak need; the symbols behind it come from glibc_additions.c.
import { readFileSync, writeFileSync } from 'node:fs';

const baseMinor = 36; // Debian 12 has glibc 2.36
const versionNeeds = 0x6ffffffe; // SHT_GNU_verneed
const weak = 2; // VER_FLG_WEAK

const [, , program, copy] = process.argv;
const image = readFileSync(program);
const offsetAt = (at) => Number(image.readBigUInt64LE(at));

// ELF64, little-endian: section headers.
const tableAt = offsetAt(0x28);
const [entrySize, count] = [image.readUInt16LE(0x3a), image.readUInt16LE(0x3c)];
const sections = Array.from({ length: count }, (_, index) => {
    const at = tableAt + index * entrySize;
    return { type: image.readUInt32LE(at + 4), offset: offsetAt(at + 24), link: image.readUInt32LE(at + 40) };
});
const needs = sections.find((section) => section.type === versionNeeds);
const nameAt = (offset) => {
    const start = sections[needs.link].offset + offset;
    return image.toString('latin1', start, image.indexOf(0, start));
};

/// Lists of records chained by the distance to the next, 0 at the end.
function* chain(start, distanceAt) {
    for (let at = start; ; ) {
        yield at;
        const distance = image.readUInt32LE(at + distanceAt);
        if (distance === 0) return;
        at += distance;
    }
}

for (const file of chain(needs.offset, 12)) {
    for (const version of chain(file + image.readUInt32LE(file + 8), 12)) {
        const match = nameAt(image.readUInt32LE(version + 8)).match(/^GLIBC_2\.(\d+)$/);
        if (match && Number(match[1]) > baseMinor)
            image.writeUInt16LE(image.readUInt16LE(version + 4) | weak, version + 4);
    }
}
writeFileSync(copy, image, { mode: 0o755 });
