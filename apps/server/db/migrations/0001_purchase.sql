-- Money is integer kuruş. Ids are UUIDv7, made by us. Instants are UTC. Constraints are named as the promise they keep.

create table users (
  id uuid primary key,
  email text not null constraint email_is_lower_case check (email = lower(email)),
  full_name text not null,
  phone text,
  language text not null default 'tr' check (language in ('tr', 'en')),
  roles text[] not null default '{}',
  password_hash text not null,
  identity_number_sealed bytea,
  suspended_at timestamptz,
  created_at timestamptz not null default now()
);
create unique index one_account_per_email on users (email);

-- A row is one pair of refresh and access token; `id` is the `sid` of the access token.
create table refresh_tokens (
  id uuid primary key,
  family_id uuid not null,
  user_id uuid not null references users,
  token_hash bytea not null unique,
  successor_id uuid unique references refresh_tokens,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  replaced_at timestamptz,
  used_at timestamptz,
  revoked_at timestamptz,
  constraint replaced_with_successor check ((successor_id is null) = (replaced_at is null))
);
create index refresh_tokens_of_family on refresh_tokens (family_id);
create index refresh_tokens_of_user on refresh_tokens (user_id);

create table password_resets (
  id uuid primary key,
  user_id uuid not null references users,
  token_hash bytea not null unique,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  used_at timestamptz
);

create index password_resets_of_user on password_resets (user_id, created_at);

create table addresses (
  id uuid primary key,
  user_id uuid not null references users,
  full_name text not null,
  phone text not null,
  city text not null,
  district text not null,
  neighbourhood text,
  line text not null,
  postal_code text,
  created_at timestamptz not null default now(),
  removed_at timestamptz
);
create index addresses_of_user on addresses (user_id) where removed_at is null;

create table payout_accounts (
  user_id uuid primary key references users,
  type text not null check (type in ('personal', 'private_company', 'limited_company')),
  status text not null check (status in ('active', 'pending', 'rejected')),
  seller_key text,
  iban_masked text not null,
  -- IBAN and identity number, encrypted with DATA_KEY; nothing else reads them in the clear.
  secrets_sealed bytea not null,
  phone text not null,
  address text not null,
  contact_name text,
  contact_surname text,
  legal_company_title text,
  tax_office text,
  tax_number text,
  reason text,
  -- Goes up with each change of the details; an answer of the provider counts for the revision it was asked about.
  revision int not null default 1,
  updated_at timestamptz not null default now(),
  constraint active_has_seller_key check (status <> 'active' or seller_key is not null)
);

create table products (
  id uuid primary key,
  seller_id uuid not null references users,
  title text not null,
  description text not null,
  condition text not null,
  price_kurus bigint not null check (price_kurus > 0),
  shipping_kurus bigint not null default 0 check (shipping_kurus >= 0),
  currency text not null default 'TRY' check (currency = 'TRY'),
  stock int not null default 1 check (stock >= 1),
  status text not null default 'active' check (status in ('draft', 'active', 'reserved', 'sold', 'paused', 'removed')),
  -- Title and description in Turkish lower case, for `GET /products?q=`.
  search_text text not null default '',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
) with (fillfactor = 80);
create index products_of_seller on products (seller_id, id);
-- Browsing newest first reads the primary key backwards. No index mentions `status`: reserving a product then touches none.

create table product_images (
  id uuid primary key,
  owner_id uuid not null references users,
  product_id uuid references products,
  position int,
  media_type text not null,
  width int not null,
  height int not null,
  bytes bytea not null,
  created_at timestamptz not null default now()
);
create index images_of_product on product_images (product_id, position);

-- An order is an immutable snapshot of what was bought, from whom, at what price and rates, to be sent where.
create table orders (
  id uuid primary key,
  number text not null unique,
  buyer_id uuid not null references users,
  seller_id uuid not null references users,
  product_id uuid not null references products,
  unit_no int not null check (unit_no >= 1),
  status text not null default 'pending_payment'
    check (status in ('pending_payment', 'payment_review', 'paid', 'shipped', 'delivered', 'completed', 'cancelled', 'expired', 'refunded', 'disputed')),
  product_title text not null,
  product_condition text not null,
  product_image_id uuid,
  item_kurus bigint not null check (item_kurus > 0),
  shipping_kurus bigint not null check (shipping_kurus >= 0),
  fee_kurus bigint not null check (fee_kurus >= 0),
  total_kurus bigint not null,
  commission_kurus bigint not null check (commission_kurus >= 0),
  seller_kurus bigint not null check (seller_kurus > 0),
  currency text not null default 'TRY' check (currency = 'TRY'),
  rates jsonb not null,
  address jsonb not null,
  language text not null,
  terms_version text,
  terms_accepted_at timestamptz,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  -- When an overdue order is looked at next; null: at expires_at.
  next_expiry_at timestamptz,
  paid_at timestamptz,
  shipped_at timestamptz,
  delivered_at timestamptz,
  constraint total_is_the_sum check (total_kurus = item_kurus + shipping_kurus + fee_kurus),
  constraint seller_gets_less_than_total check (seller_kurus < total_kurus),
  constraint nobody_buys_from_herself check (buyer_id <> seller_id),
  constraint paid_since_payment check ((paid_at is not null) or status not in ('paid', 'shipped', 'delivered', 'completed')),
  constraint shipped_since_acceptance check ((shipped_at is not null) or status not in ('shipped', 'delivered', 'completed'))
);
-- The last guard against overselling: it holds even if every lock in the application were removed.
create unique index one_live_order_per_unit on orders (product_id, unit_no)
  where status not in ('cancelled', 'expired', 'refunded');
create index orders_of_buyer on orders (buyer_id, id desc);
create index orders_of_seller on orders (seller_id, id desc);
create index orders_awaiting_payment on orders (expires_at) where status = 'pending_payment';

-- Every key an order was asked for under; they live as long as the order.
create table idempotency_keys (
  buyer_id uuid not null references users,
  key text not null,
  order_id uuid not null references orders,
  request_hash bytea not null,
  constraint one_order_per_idempotency_key primary key (buyer_id, key)
);

-- One row an attempt. `id` is iyzico's conversationId.
create table payments (
  id uuid primary key,
  order_id uuid not null references orders,
  attempt_no int not null check (attempt_no >= 1),
  status text not null default 'pending'
    check (status in ('pending', 'unknown', 'review', 'captured', 'failed', 'abandoned', 'refunding', 'refunded')),
  provider text not null default 'iyzico' check (provider in ('iyzico')),
  return_to text not null check (return_to in ('web', 'app', 'app_web')),
  amount_kurus bigint not null check (amount_kurus > 0),
  token text unique,
  page_url text,
  token_expires_at timestamptz,
  provider_payment_id text,
  provider_transaction_id text,
  price_kurus bigint,
  paid_kurus bigint,
  currency text,
  fraud_status int,
  seller_payout_kurus bigint,
  disposition text check (disposition in ('applied', 'review', 'rejected', 'mismatch', 'duplicate', 'late', 'parked')),
  failure_code text,
  failure_reason text,
  created_at timestamptz not null default now(),
  -- When iyzico is asked about it next without anybody's doing; null: never again.
  next_check_at timestamptz,
  checks int not null default 0,
  last_asked_at timestamptz,
  constraint token_with_page check ((token is null) = (page_url is null) and (token is null) = (token_expires_at is null)),
  constraint captured_with_disposition check (disposition is not null or status not in ('captured', 'review', 'refunding', 'refunded')),
  constraint captured_with_amounts check (provider_payment_id is not null and paid_kurus is not null or status not in ('captured', 'review', 'refunding', 'refunded')),
  unique (order_id, attempt_no)
) with (fillfactor = 80);
create unique index one_open_payment_per_order on payments (order_id) where status in ('pending', 'unknown', 'review') and disposition is distinct from 'parked';
create unique index one_applied_payment_per_order on payments (order_id) where disposition in ('applied', 'review');
create unique index one_row_per_provider_payment on payments (provider, provider_payment_id) where provider_payment_id is not null;
create index payments_under_review on payments (created_at) where status = 'review';
create index payments_for_a_person on payments (created_at) where disposition = 'mismatch' or (status = 'captured' and failure_reason is not null);
create index payments_to_ask on payments (next_check_at) where next_check_at is not null;

create table payment_holds (
  id uuid primary key,
  order_id uuid not null unique references orders,
  payment_id uuid not null unique references payments,
  status text not null default 'held' check (status in ('held', 'frozen', 'released', 'refunded')),
  amount_kurus bigint not null check (amount_kurus > 0),
  seller_kurus bigint not null check (seller_kurus > 0),
  created_at timestamptz not null default now(),
  constraint seller_share_within_hold check (seller_kurus < amount_kurus)
);

create table refunds (
  id uuid primary key,
  payment_id uuid not null unique references payments,
  order_id uuid not null references orders,
  amount_kurus bigint not null check (amount_kurus > 0),
  reason text not null check (reason in ('mismatch', 'duplicate', 'late')),
  status text not null default 'requested' check (status in ('requested', 'submitted', 'unknown', 'succeeded', 'manual')),
  provider_refund_id text,
  attempts int not null default 0,
  next_attempt_at timestamptz default now(),
  last_error text,
  created_at timestamptz not null default now(),
  succeeded_at timestamptz,
  constraint succeeded_with_instant check ((status = 'succeeded') = (succeeded_at is not null))
);
create index refunds_of_order on refunds (order_id);
create index refunds_not_back on refunds (created_at) where status <> 'succeeded';
create index refunds_to_send on refunds (next_attempt_at) where status in ('requested', 'submitted', 'unknown');

create table shipments (
  id uuid primary key,
  order_id uuid not null unique references orders,
  carrier text not null check (carrier in ('aras')),
  reference text not null unique,
  barcode text not null unique,
  status text not null default 'pending'
    check (status in ('pending', 'registered', 'accepted', 'in_transit', 'out_for_delivery', 'delivered', 'returned', 'lost', 'cancelled')),
  tracking_number text,
  tracking_url text,
  last_error text,
  created_at timestamptz not null default now(),
  next_track_at timestamptz not null default now(),
  constraint tracking_from_acceptance check (tracking_number is not null or status not in ('accepted', 'in_transit', 'out_for_delivery', 'delivered'))
);
create index shipments_gone_wrong on shipments (created_at) where status in ('lost', 'returned');
create index shipments_to_track on shipments (next_track_at) where status in ('registered', 'accepted', 'in_transit', 'out_for_delivery');

create table shipment_events (
  shipment_id uuid not null references shipments,
  at text not null,
  code text not null,
  description text not null,
  unit text not null,
  seen_at timestamptz not null default now(),
  primary key (shipment_id, at, code, description)
);

-- Double entry, append only. A positive amount is what an account holds for somebody.
create table ledger_transactions (
  id uuid primary key,
  kind text not null check (kind in ('capture', 'review_cleared', 'reversal', 'refund')),
  source_id uuid not null,
  created_at timestamptz not null default now(),
  constraint posted_once unique (kind, source_id)
);
create table ledger_entries (
  transaction_id uuid not null references ledger_transactions,
  account text not null check (account in ('provider', 'escrow', 'suspense', 'surcharge', 'refunded')),
  amount_kurus bigint not null check (amount_kurus <> 0),
  primary key (transaction_id, account)
);
create function ledger_transaction_sums_to_zero() returns trigger language plpgsql as $$
begin
  if (select coalesce(sum(amount_kurus), 0) from ledger_entries where transaction_id = new.transaction_id) <> 0 then
    raise exception 'ledger transaction % does not sum to zero', new.transaction_id using errcode = 'check_violation';
  end if;
  return null;
end $$;
create constraint trigger sums_to_zero after insert on ledger_entries
  deferrable initially deferred for each row execute function ledger_transaction_sums_to_zero();
create function ledger_is_append_only() returns trigger language plpgsql as $$
begin
  raise exception 'the ledger is append-only' using errcode = 'restrict_violation';
end $$;
create trigger append_only before update or delete on ledger_entries for each row execute function ledger_is_append_only();
create trigger append_only before update or delete on ledger_transactions for each row execute function ledger_is_append_only();

-- Every move of an order, payment, hold, refund or shipment; what the buyer sees as her timeline.
create table state_changes (
  seq bigint generated always as identity primary key,
  noun text not null,
  subject_id uuid not null,
  order_id uuid not null,
  from_status text,
  to_status text not null,
  cause text not null,
  at timestamptz not null default now()
);
create index state_changes_of_order on state_changes (order_id, seq);

create table outbox (
  id uuid primary key,
  event text not null,
  payload jsonb not null,
  created_at timestamptz not null default now(),
  relayed_at timestamptz,
  attempts int not null default 0,
  next_attempt_at timestamptz not null default now(),
  last_error text
);
create index outbox_waiting on outbox (next_attempt_at, id) where relayed_at is null;

-- An e-mail, a push or a shipment that has to happen once. `subject_id` is what the event is about.
create table effects (
  id uuid primary key,
  event text not null,
  subject_id uuid not null,
  order_id uuid references orders,
  channel text not null check (channel in ('email', 'push', 'shipment')),
  recipient text not null,
  status text not null default 'pending' check (status in ('pending', 'sending', 'done', 'dead')),
  attempts int not null default 0,
  generation int not null default 1,
  -- Set while an attempt is under way or ended without an answer: ask before sending again.
  unsure_since timestamptz,
  lease_until timestamptz,
  next_attempt_at timestamptz not null default now(),
  provider_ref text,
  receipt_asked_at timestamptz,
  receipt_checked_at timestamptz,
  last_error text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint one_effect_per_event_channel_recipient unique (event, subject_id, channel, recipient)
);
create index effects_open on effects (next_attempt_at) where status in ('pending', 'sending');
create index effects_of_order on effects (order_id);
create index effects_dead on effects (created_at) where status = 'dead';
create index pushes_without_receipt on effects (updated_at) where channel = 'push' and status = 'done' and receipt_checked_at is null;

create table webhook_inbox (
  id uuid primary key,
  dedupe_key text not null unique,
  event text not null,
  status text not null,
  token text,
  payment_id uuid references payments,
  provider_payment_id text,
  body bytea not null,
  received_at timestamptz not null default now(),
  duplicates int not null default 0,
  attempts int not null default 0,
  next_attempt_at timestamptz not null default now(),
  processed_at timestamptz,
  outcome text,
  constraint outcome_when_processed check ((processed_at is null) = (outcome is null))
);
create index webhooks_unmatched on webhook_inbox (received_at) where outcome = 'unmatched';
create index webhooks_to_process on webhook_inbox (next_attempt_at) where processed_at is null;

create table push_tokens (
  token text primary key,
  user_id uuid not null references users,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index push_tokens_of_user on push_tokens (user_id);
