(** SHA-256 (FIPS 180-4) on words of 32 bits, and its 64 lower-case hexadecimal digits.

    In the compiled checker a word is a native integer; every operation ends modulo 2^32 here, so that both are the same. *)

From Coq Require Import String NArith List.
From Coq.Strings Require Byte.
From Memocert Require Import native.Bytes.
Import ListNotations.
Open Scope string_scope.
Open Scope N_scope.

Record word := Word { number : N }.

Definition MOD := 4294967296.

Definition make (n : N) : word := Word (n mod MOD).
Definition add (a b : word) : word := make (number a + number b).
Definition xor (a b : word) : word := make (N.lxor (number a) (number b)).
Definition and (a b : word) : word := make (N.land (number a) (number b)).
Definition not (a : word) : word := make (MOD - 1 - number a).
Definition right (a : word) (n : nat) : word := make (N.shiftr (number a) (N.of_nat n)).
Definition rotate (a : word) (n : nat) : word :=
  make (N.lor (N.shiftr (number a) (N.of_nat n)) (N.shiftl (number a) (32 - N.of_nat n))).

(** The word, and one byte more on its right. *)
Definition push_byte (a : word) (b : byte) : word := make (number a * 256 + Byte.to_N b).
Definition zero : word := make 0.

(** * Constants *)

Definition ROUNDS : list word := map make
  [0x428a2f98; 0x71374491; 0xb5c0fbcf; 0xe9b5dba5; 0x3956c25b; 0x59f111f1; 0x923f82a4; 0xab1c5ed5;
   0xd807aa98; 0x12835b01; 0x243185be; 0x550c7dc3; 0x72be5d74; 0x80deb1fe; 0x9bdc06a7; 0xc19bf174;
   0xe49b69c1; 0xefbe4786; 0x0fc19dc6; 0x240ca1cc; 0x2de92c6f; 0x4a7484aa; 0x5cb0a9dc; 0x76f988da;
   0x983e5152; 0xa831c66d; 0xb00327c8; 0xbf597fc7; 0xc6e00bf3; 0xd5a79147; 0x06ca6351; 0x14292967;
   0x27b70a85; 0x2e1b2138; 0x4d2c6dfc; 0x53380d13; 0x650a7354; 0x766a0abb; 0x81c2c92e; 0x92722c85;
   0xa2bfe8a1; 0xa81a664b; 0xc24b8b70; 0xc76c51a3; 0xd192e819; 0xd6990624; 0xf40e3585; 0x106aa070;
   0x19a4c116; 0x1e376c08; 0x2748774c; 0x34b0bcb5; 0x391c0cb3; 0x4ed8aa4a; 0x5b9cca4f; 0x682e6ff3;
   0x748f82ee; 0x78a5636f; 0x84c87814; 0x8cc70208; 0x90befffa; 0xa4506ceb; 0xbef9a3f7; 0xc67178f2].

Record eight := Eight { a : word; b : word; c : word; d : word; e : word; f : word; g : word; h : word }.

Definition START : eight := Eight
  (make 0x6a09e667) (make 0xbb67ae85) (make 0x3c6ef372) (make 0xa54ff53a)
  (make 0x510e527f) (make 0x9b05688c) (make 0x1f83d9ab) (make 0x5be0cd19).

(** * One block of sixteen words *)

(** By how many bits words are turned: each number is made once. *)
Definition by_2 : nat := 2.
Definition by_3 : nat := 3.
Definition by_6 : nat := 6.
Definition by_7 : nat := 7.
Definition by_10 : nat := 10.
Definition by_11 : nat := 11.
Definition by_13 : nat := 13.
Definition by_17 : nat := 17.
Definition by_18 : nat := 18.
Definition by_19 : nat := 19.
Definition by_22 : nat := 22.
Definition by_25 : nat := 25.

Definition small_0 (x : word) : word := xor (xor (rotate x by_7) (rotate x by_18)) (right x by_3).
Definition small_1 (x : word) : word := xor (xor (rotate x by_17) (rotate x by_19)) (right x by_10).
Definition big_0 (x : word) : word := xor (xor (rotate x by_2) (rotate x by_13)) (rotate x by_22).
Definition big_1 (x : word) : word := xor (xor (rotate x by_6) (rotate x by_11)) (rotate x by_25).
Definition choose (x y z : word) : word := xor (and x y) (and (not x) z).
Definition majority (x y z : word) : word := xor (xor (and x y) (and x z)) (and y z).

(** Sixteen words, the first of which is the oldest. *)
Record sixteen := Sixteen { w0 : word; w1 : word; w2 : word; w3 : word; w4 : word; w5 : word; w6 : word; w7 : word;
  w8 : word; w9 : word; w10 : word; w11 : word; w12 : word; w13 : word; w14 : word; w15 : word }.

Definition shifted (l : sixteen) (w : word) : sixteen :=
  match l with
  | Sixteen _ x1 x2 x3 x4 x5 x6 x7 x8 x9 x10 x11 x12 x13 x14 x15 => Sixteen x1 x2 x3 x4 x5 x6 x7 x8 x9 x10 x11 x12 x13 x14 x15 w
  end.

(** A round takes the first of the next sixteen words of the schedule, and adds one. *)
Fixpoint rounds (ks : list word) (x0 x1 x2 x3 x4 x5 x6 x7 x8 x9 x10 x11 x12 x13 x14 x15 a b c d e f g h : word) : eight :=
  match ks with
  | [] => Eight a b c d e f g h
  | k :: ks =>
      let t1 := add (add (add h (big_1 e)) (add (choose e f g) k)) x0 in
      let t2 := add (big_0 a) (majority a b c) in
      let w := add (add (small_1 x14) x9) (add (small_0 x1) x0) in
      rounds ks x1 x2 x3 x4 x5 x6 x7 x8 x9 x10 x11 x12 x13 x14 x15 w (add t1 t2) a b c (add d t1) e f g
  end.

Definition block (s : eight) (l : sixteen) : eight :=
  let t := rounds ROUNDS (w0 l) (w1 l) (w2 l) (w3 l) (w4 l) (w5 l) (w6 l) (w7 l) (w8 l) (w9 l) (w10 l) (w11 l) (w12 l) (w13 l)
    (w14 l) (w15 l) (a s) (b s) (c s) (d s) (e s) (f s) (g s) (h s) in
  Eight (add (a s) (a t)) (add (b s) (b t)) (add (c s) (c t)) (add (d s) (d t))
    (add (e s) (e t)) (add (f s) (f t)) (add (g s) (g t)) (add (h s) (h t)).

(** * All bytes *)

Definition empty_block : sixteen :=
  Sixteen zero zero zero zero zero zero zero zero zero zero zero zero zero zero zero zero.

(** The hash of the blocks before; the last words, and how many of this block; the last bytes, and how many of this word. *)
Record state := State { hash : eight; words : sixteen; filled : N; last : word; bytes_of_last : N }.

Definition start : state := State START empty_block 0 zero 0.

Definition add_word (s : eight) (l : sixteen) (n : N) (w : word) : state :=
  let l := shifted l w in
  if n =? 15 then State (block s l) l 0 zero 0 else State s l (n + 1) zero 0.

Definition add_byte (s : state) (x : byte) : state :=
  let w := push_byte (last s) x in
  if bytes_of_last s =? 3 then add_word (hash s) (words s) (filled s) w
  else State (hash s) (words s) (filled s) w (bytes_of_last s + 1).

Definition add_whole (s : state) (w : word) : state := add_word (hash s) (words s) (filled s) w.

(** After the last byte: a bit, zeros up to the last two words of a block, and how many bits there were. *)
Definition padded (s : state) (bytes : N) : eight :=
  let s := add_byte s Byte.x80 in
  let s := N.iter ((4 - bytes_of_last s) mod 4) (fun s => add_byte s Byte.x00) s in
  let s := N.iter ((30 - filled s) mod 16) (fun s => add_whole s zero) s in
  hash (add_whole (add_whole s (make (N.shiftr (bytes * 8) 32))) (make (bytes * 8))).

Definition hexadecimal_digit (n : N) : byte :=
  match Byte.of_N (if n <? 10 then n + 48 else n + 87) with Some b => b | None => Byte.x30 end.

Definition word_digits (w : word) (rest : bytes) : bytes :=
  fold_left (fun rest k => Byte (hexadecimal_digit (N.land (N.shiftr (number w) k) 15)) rest) [0; 4; 8; 12; 16; 20; 24; 28] rest.

Definition digits (s : eight) : bytes :=
  fold_right word_digits Stop [a s; b s; c s; d s; e s; f s; g s; h s].

Definition sha256 (s : bytes) : bytes := digits (padded (fold add_byte start s) (size s)).

(** * Test vectors of FIPS 180-4, and around the end of a block *)

Example nothing : sha256 Stop = text "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855".
Proof. vm_compute. reflexivity. Qed.

Example abc : sha256 (text "abc") = text "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad".
Proof. vm_compute. reflexivity. Qed.

Example two_blocks : sha256 (text "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")
  = text "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1".
Proof. vm_compute. reflexivity. Qed.

Example one_block : sha256 (text "1234567890123456789012345678901234567890123456789012345")
  = text "03c3a70e99ed5eeccd80f73771fcf1ece643d939d9ecc76f25544b0233f708e9".
Proof. vm_compute. reflexivity. Qed.
