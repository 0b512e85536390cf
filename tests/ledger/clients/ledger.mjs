// Starts the ledger under test in a directory of its own and stops it again.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export const load = createRequire(new URL('../../npm/package.json', import.meta.url));

function spawnHost(directory, port, slotMs, extra) {
    const child = spawn(process.env.PARADOX_LEDGER_HOST, [directory, String(port), String(slotMs), ...extra], {
        stdio: ['pipe', 'pipe', 'inherit'],
    });
    return new Promise((resolve, reject) => {
        createInterface({ input: child.stdout }).once('line', (line) => resolve({ child, urls: JSON.parse(line) }));
        child.once('exit', (code) => reject(new Error(`ledger_host left with ${code}`)));
    });
}

// With `cheats` the ledger has its cheat-codes on, and `cheat` calls them.
export async function startLedger(slotMs = 100, { cheats = false } = {}) {
    const parent = mkdtempSync(join(tmpdir(), 'paradox-ledger-'));
    const directory = join(parent, 'ledger');
    const extra = cheats ? ['cheats'] : [];
    let { child, urls } = await spawnHost(directory, 0, slotMs, extra);
    const leave = async () => {
        const left = new Promise((resolve) => child.once('exit', resolve));
        child.stdin.end();
        await left;
    };
    const cheat = async (method, params = []) => {
        const token = readFileSync(join(directory, 'cheat.token'), 'utf8');
        const { result, error } = await call(urls.rpc, method, params, { authorization: `Bearer ${token}` });
        if (error) throw new Error(`${method}: ${error.message}`);
        return result;
    };
    // On the same ports, so that a client need not know.
    const restart = async () => {
        await leave();
        ({ child, urls } = await spawnHost(directory, new URL(urls.rpc).port, slotMs, extra));
    };
    const stop = async () => {
        await leave();
        rmSync(parent, { recursive: true });
    };
    return { ...urls, cheat, restart, stop };
}

export async function call(url, method, params, headers = {}) {
    const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
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
