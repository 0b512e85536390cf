// Starts the ledger under test in a directory of its own and stops it again.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export const load = createRequire(new URL('../../npm/package.json', import.meta.url));

export async function startLedger(slotMs = 100) {
    const directory = mkdtempSync(join(tmpdir(), 'paradox-ledger-'));
    const child = spawn(process.env.PARADOX_LEDGER_HOST, [join(directory, 'ledger'), '0', String(slotMs)], {
        stdio: ['pipe', 'pipe', 'inherit'],
    });
    const line = await new Promise((resolve, reject) => {
        createInterface({ input: child.stdout }).once('line', resolve);
        child.once('exit', (code) => reject(new Error(`ledger_host left with ${code}`)));
    });
    const stop = async () => {
        const left = new Promise((resolve) => child.once('exit', resolve));
        child.stdin.end();
        await left;
        rmSync(directory, { recursive: true });
    };
    return { ...JSON.parse(line), stop };
}

export async function call(url, method, params) {
    const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
    });
    return response.json();
}

export async function until(probe, what) {
    for (const end = Date.now() + 20_000; Date.now() < end; ) {
        const value = await probe();
        if (value) return value;
        await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw new Error(`never came: ${what}`);
}
