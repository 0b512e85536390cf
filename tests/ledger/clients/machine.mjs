// The same transactions on the ledger and on a real Solana virtual machine (litesvm), told apart by what they say.
import assert from 'node:assert/strict';
import { transactionErrorJson } from '../../svm/errors.mjs';
import { call, load, startLedger, until } from './ledger.mjs';

const web3 = load('@solana/web3.js');
const kit = load('@solana/kit');
const { LiteSVM, FailedTransactionMetadata } = load('litesvm');

export class Worlds {
    static async start() {
        const worlds = new Worlds();
        worlds.ledger = await startLedger(20);
        worlds.machine = new LiteSVM();
        worlds.keys = 0;
        worlds.payer = worlds.newKeypair();
        worlds.other = worlds.newKeypair();
        for (const { publicKey } of [worlds.payer, worlds.other]) {
            worlds.machine.airdrop(publicKey.toBase58(), 100n * 10n ** 9n);
            await worlds.rpc('requestAirdrop', [publicKey.toBase58(), 100 * 10 ** 9]);
        }
        return worlds;
    }

    async stop() {
        await this.ledger.stop();
    }

    // The same keys in every run.
    newKeypair() {
        const seed = new Uint8Array(32).fill(11);
        new DataView(seed.buffer).setUint32(0, ++this.keys);
        return web3.Keypair.fromSeed(seed);
    }

    async rpc(method, params) {
        const { result, error } = await call(this.ledger.rpc, method, params);
        if (error) throw new Error(`${method}: ${error.message}`);
        return result;
    }

    sign(blockhash, instructions, signers, payer) {
        const transaction = new web3.Transaction({ feePayer: payer.publicKey, recentBlockhash: blockhash });
        transaction.add(...instructions).sign(payer, ...signers);
        return transaction.serialize();
    }

    runMachine(...parts) {
        this.machine.expireBlockhash();
        const wire = this.sign(this.machine.latestBlockhash(), ...parts);
        const result = this.machine.sendTransaction(kit.getTransactionDecoder().decode(wire));
        const failed = result instanceof FailedTransactionMetadata;
        return {
            err: failed ? transactionErrorJson(result.err()) : null,
            logs: (failed ? result.meta() : result).logs(),
        };
    }

    // A slot for each: a transaction that is sent twice is the same one, and a nonce moves on once a slot.
    async runLedger(...parts) {
        const before = await this.rpc('getSlot', [{ commitment: 'processed' }]);
        await until(async () => (await this.rpc('getSlot', [{ commitment: 'processed' }])) > before, 'the next slot');
        const { value } = await this.rpc('getLatestBlockhash', [{ commitment: 'processed' }]);
        const wire = this.sign(value.blockhash, ...parts).toString('base64');
        const options = { encoding: 'base64', commitment: 'processed' };
        const { value: simulated } = await this.rpc('simulateTransaction', [wire, options]);
        await this.rpc('sendTransaction', [wire, { ...options, skipPreflight: true }]);
        return { err: simulated.err, logs: simulated.logs };
    }

    // Runs on both; they must say the same, figures of compute units aside.
    async agree(name, instructions, { signers = [], payer = this.payer } = {}) {
        const parts = [[].concat(instructions), signers, payer];
        const expected = this.runMachine(...parts);
        const actual = await this.runLedger(...parts);
        const withoutUnits = ({ err, logs }) => ({
            err, logs: logs.map((line) => line.replace(/ consumed \d+ of \d+ compute units$/, '')),
        });
        assert.deepEqual(withoutUnits(actual), withoutUnits(expected), name);
        return expected;
    }
}
