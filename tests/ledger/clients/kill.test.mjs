// The ledger is killed at any moment under load: whatever it acknowledged is there when it comes back, once.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { test } from 'node:test';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { call, load, until } from './ledger.mjs';

const { Keypair } = load('@solana/web3.js');

function start(directory) {
    const child = spawn(process.env.PARADOX_LEDGER_HOST, [directory, '0', '20'], { stdio: ['pipe', 'pipe', 'inherit'] });
    return new Promise((resolve, reject) => {
        createInterface({ input: child.stdout }).once('line', (line) => resolve({ child, rpc: JSON.parse(line).rpc }));
        child.once('exit', (code) => reject(new Error(`left with ${code}`)));
    });
}

test('kill -9 loses nothing that was acknowledged', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'paradox-ledger-kill-'));
    const acknowledged = new Map();
    for (let round = 0; round < 6; round++) {
        const { child, rpc } = await start(join(directory, 'ledger'));
        const dead = new Promise((resolve) => child.once('exit', resolve));
        const load = async () => {
            for (;;) {
                const to = Keypair.generate().publicKey.toBase58();
                try {
                    const answer = await call(rpc, 'requestAirdrop', [to, 1_000_000]);
                    assert.ok(answer.result, JSON.stringify(answer));
                    acknowledged.set(to, answer.result);
                } catch (error) {
                    if (error instanceof assert.AssertionError) throw error;
                    return; // the connection went with the process
                }
            }
        };
        const loads = Promise.all(Array.from({ length: 8 }, load));
        const known = acknowledged.size;
        await until(() => acknowledged.size > known + 20 + 37 * round, 'acknowledgements');
        child.kill('SIGKILL');
        await dead;
        await loads;
    }
    const { child, rpc } = await start(join(directory, 'ledger'));
    for (const [to, signature] of acknowledged) {
        const { result } = await call(rpc, 'getBalance', [to, { commitment: 'processed' }]);
        assert.equal(result.value, 1_000_000, `${to} after ${signature}`);
    }
    await until(async () => {
        const [, signature] = [...acknowledged].at(-1);
        const { result } = await call(rpc, 'getSignatureStatuses', [[signature], { searchTransactionHistory: true }]);
        return result.value[0]?.confirmationStatus === 'finalized';
    }, 'finality');
    const signatures = [...acknowledged.values()];
    for (let at = 0; at < signatures.length; at += 256) {
        const part = signatures.slice(at, at + 256);
        const { result } = await call(rpc, 'getSignatureStatuses', [part, { searchTransactionHistory: true }]);
        assert.ok(result.value.every((status) => status && status.err === null));
    }
    const left = new Promise((resolve) => child.once('exit', resolve));
    child.stdin.end();
    assert.equal(await left, 0);
    rmSync(directory, { recursive: true });
});
