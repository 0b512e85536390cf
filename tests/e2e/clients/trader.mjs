// A trader who knows the protocol from its description only: signs grants and intents without any code of the node.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { fund, idl, load, until } from './node.mjs';

const anchor = load('@coral-xyz/anchor');
const nacl = load('tweetnacl');
const bs58 = load('bs58').default;
const { createSignInMessageText } = load('@solana/wallet-standard-util');
const { Connection, Keypair, PublicKey } = load('@solana/web3.js');

/// What Anchor wants to hear of the accounts that only a venue of tokens has.
export const lamportsOnly = { vaultTokens: null, playerTokens: null, mint: null, tokenProgram: null };
export const intentTypes = ['TRADE', 'BID', 'BUY_NOW', 'LIST'];
const zeros = new Uint8Array(32);

const tag = (words) => {
    const bytes = Buffer.alloc(16);
    bytes[0] = 0xff;
    bytes.write(words, 1, 'ascii');
    return bytes;
};
const number = (bytes, value) => {
    const buffer = Buffer.alloc(8);
    buffer.writeBigInt64LE(BigInt(value));
    return buffer.subarray(0, bytes);
};
const sha256 = (bytes) => createHash('sha256').update(bytes).digest();

export class Trader {
    static async enter(node, nodeVenue = node.health) {
        const trader = new Trader();
        trader.node = node;
        trader.owner = Keypair.generate();
        trader.session = Keypair.generate();
        trader.connection = new Connection(node.rpc, 'confirmed');
        trader.genesis = bs58.decode(node.genesis);
        trader.game = new PublicKey(nodeVenue.venue.address);
        trader.nextNonce = 1n;
        const provider = new anchor.AnchorProvider(trader.connection, new anchor.Wallet(trader.owner), { commitment: 'confirmed' });
        trader.program = new anchor.Program({ ...idl, address: node.programs.vault }, provider);
        await fund(trader.connection, trader.owner.publicKey);
        return trader;
    }

    limits(now = Math.floor(Date.now() / 1000)) {
        return { actions: 15, maxTotal: 10n ** 12n, maxPerIntent: 10n ** 11n, maxIntents: 1000, notBefore: now - 60,
            expiresAt: now + 3600, epoch: 0n };
    }

    grantBytes(limits) {
        return Buffer.concat([tag('ppv:grant:v1'), this.genesis, this.program.programId.toBytes(), this.game.toBytes(),
            this.owner.publicKey.toBytes(), this.session.publicKey.toBytes(), number(2, limits.actions),
            number(8, limits.maxTotal), number(8, limits.maxPerIntent), number(4, limits.maxIntents),
            number(8, limits.notBefore), number(8, limits.expiresAt), number(8, limits.epoch), zeros]);
    }

    registration(limits) {
        const big = (value) => new anchor.BN(value.toString());
        return this.program.methods
            .registerSessionKey([...this.genesis], limits.actions, big(limits.maxTotal), big(limits.maxPerIntent),
                limits.maxIntents, big(limits.notBefore), big(limits.expiresAt), big(limits.epoch), [...zeros])
            .accounts({ game: this.game, session: this.session.publicKey, owner: this.owner.publicKey });
    }

    /// Sign-in, grant and its registration on chain in one request; returns when the session may trade.
    async openSession() {
        const address = this.owner.publicKey.toBase58();
        const limits = this.limits();
        const grant = this.grantBytes(limits);
        assert.equal(grant.length, 254);
        const challenge = await this.node.get(`/api/user/nonce?address=${address}`, null);
        const message = createSignInMessageText({
            ...challenge, address, resources: [`urn:ppv:session-grant:v1:${bs58.encode(sha256(grant))}`],
        });
        const transaction = await this.registration(limits).transaction();
        transaction.feePayer = this.owner.publicKey;
        transaction.recentBlockhash = (await this.connection.getLatestBlockhash()).blockhash;
        transaction.sign(this.owner);
        const { status, json } = await this.node.request('POST', '/api/session-keys/create', {
            message,
            signature: bs58.encode(nacl.sign.detached(Buffer.from(message), this.owner.secretKey)),
            publicKey: address,
            grant: grant.toString('base64'),
            transaction: transaction.serialize().toString('base64'),
        }, null);
        assert.equal(status, 201, JSON.stringify(json));
        this.accessToken = json.accessToken;
        this.refreshToken = json.refreshToken;
        this.registered = json.registration.signature;
        const path = `/api/session-keys/${this.session.publicKey.toBase58()}`;
        await until(async () => (await this.node.get(path, this.accessToken)).status === 'active', 'an active session');
    }

    /// Access tokens die with the node's process, refresh tokens do not.
    async refresh() {
        const { status, json } = await this.node.request('POST', '/api/auth/refresh', { refreshToken: this.refreshToken }, null);
        assert.equal(status, 200, JSON.stringify(json));
        ({ accessToken: this.accessToken, refreshToken: this.refreshToken } = json);
    }

    deposit(lamports) {
        return this.program.methods.depositCredits(new anchor.BN(lamports))
            .accounts({ game: this.game, player: this.owner.publicKey, ...lamportsOnly }).rpc();
    }

    /// The address of the new item's account.
    async registerItem(id) {
        await this.program.methods.registerItem([...id]).accounts({ game: this.game, owner: this.owner.publicKey }).rpc();
        const seeds = [Buffer.from('item'), this.game.toBytes(), id];
        return PublicKey.findProgramAddressSync(seeds, this.program.programId)[0];
    }

    ledgerAddress() {
        const seeds = [Buffer.from('ledger'), this.game.toBytes(), this.owner.publicKey.toBytes()];
        return PublicKey.findProgramAddressSync(seeds, this.program.programId)[0];
    }

    intentBytes(intent) {
        const key = (value) => (value ? value.toBytes() : zeros);
        return Buffer.concat([tag('ppv:intent:v1'), this.genesis, this.program.programId.toBytes(), this.game.toBytes(),
            this.session.publicKey.toBytes(), this.owner.publicKey.toBytes(), number(1, intentTypes.indexOf(intent.type)),
            key(intent.item), key(intent.from), key(intent.to), zeros, number(8, intent.amount), number(8, intent.nonce),
            number(8, intent.createdAt), number(8, intent.expiresAt), zeros]);
    }

    /// {status, json, id}: the answer of the node, and the intent's id as computed here.
    async post(fields) {
        const now = Math.floor(Date.now() / 1000);
        const intent = { nonce: this.nextNonce++, createdAt: now, expiresAt: now + 1800, ...fields };
        const bytes = this.intentBytes(intent);
        assert.equal(bytes.length, 369);
        const { status, json } = await this.node.request('POST', '/api/intents', {
            type: intent.type,
            sessionPubkey: this.session.publicKey.toBase58(),
            ownerPubkey: this.owner.publicKey.toBase58(),
            itemId: intent.item.toBase58(),
            from: intent.from.toBase58(),
            ...(intent.to ? { to: intent.to.toBase58() } : {}),
            amountLamports: intent.amount.toString(),
            nonce: intent.nonce.toString(),
            createdAt: intent.createdAt,
            expiresAt: intent.expiresAt,
            signature: bs58.encode(nacl.sign.detached(bytes, this.session.secretKey)),
        }, this.accessToken);
        return { status, json, id: sha256(bytes).toString('hex') };
    }
}
