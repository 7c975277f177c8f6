(** The reader of JSON reads what is printed: the same fields, each value whole, or its elements one after the other. *)

From Coq Require Import NArith ZArith List Bool Lia.
From Coq.Strings Require Byte.
From Memocert Require Import native.Bytes native.Json native.Grammar native.Reader native.Print.
Import ListNotations.
Open Scope Z_scope.

(** * What can be printed: what is within the limits of the reader *)

Definition plain (s : bytes) : Prop := Forall (fun b => character_of b = Plain) (bytes_in s) /\ Z.of_nat (length (bytes_in s)) <= MAX_TEXT.

Definition short (z : Z) : Prop := Z.abs z < 10 ^ MAX_DIGITS.

(** At most n lists and objects lie in each other. *)
Fixpoint printable (n : nat) (v : json) : Prop :=
  match v with
  | Null | Boolean _ => True
  | Number z => short z
  | Text s => plain s
  | List l => match n with O => False | S n => Forall (printable n) l end
  | Object fields =>
      match n with
      | O => False
      | S n => Forall (fun f => plain (fst f) /\ printable n (snd f)) fields /\ NoDup (map fst fields) /\ (length fields <= MAX_KEYS)%nat
      end
  end.

(** * Digits *)

Lemma digit_symbol d : 0 <= d < 10 -> symbol_of (digit_byte d) = Digit d.
Proof.
  intros H. assert (C : d = 0 \/ d = 1 \/ d = 2 \/ d = 3 \/ d = 4 \/ d = 5 \/ d = 6 \/ d = 7 \/ d = 8 \/ d = 9) by lia.
  repeat (destruct C as [-> | C]; [reflexivity|]). subst d. reflexivity.
Qed.

Lemma digits_spell most : forall z, 0 < z < 2 ^ Z.of_nat most -> exists n, spells_digits n z (digits most z).
Proof.
  induction most as [|most IH]; intros z Z0; [cbn in Z0; lia|]. cbn [digits]. destruct (Z.ltb_spec z 10) as [L|L].
  - exists 1. constructor; [apply digit_symbol; lia | lia].
  - rewrite Nat2Z.inj_succ, Z.pow_succ_r in Z0 by lia.
    destruct (IH (z / 10)) as [n N].
    + split; [apply Z.div_str_pos; lia|]. apply Z.div_lt_upper_bound; lia.
    + exists (n + 1). rewrite (Z.div_mod z 10) at 1 by lia. rewrite Z.mul_comm. constructor; [exact N|].
      apply digit_symbol, Z.mod_pos_bound. lia.
Qed.

Lemma digits_least n z t : spells_digits n z t -> 1 <= n /\ 10 ^ (n - 1) <= z.
Proof.
  induction 1 as [b d B D | n z t b d _ [N IH] B].
  - split; [lia|]. assert (0 <= d) by (destruct b; cbn in B; try discriminate; injection B as <-; lia). cbn. lia.
  - split; [lia|]. assert (0 <= d) by (destruct b; cbn in B; try discriminate; injection B as <-; lia).
    replace (n + 1 - 1) with (Z.succ (n - 1)) by lia. rewrite Z.pow_succ_r by lia. lia.
Qed.

Lemma natural_spells z : 0 < z -> z < 10 ^ MAX_DIGITS -> exists n, spells_digits n z (natural z) /\ n <= MAX_DIGITS.
Proof.
  intros P L. destruct (digits_spell (S (Z.to_nat (Z.log2 z))) z) as [n N].
  - split; [exact P|]. rewrite Nat2Z.inj_succ, Z2Nat.id by apply Z.log2_nonneg. apply Z.log2_spec, P.
  - exists n. split; [exact N|]. destruct (digits_least _ _ _ N) as [_ G].
    assert (10 ^ (n - 1) < 10 ^ MAX_DIGITS) by lia. apply Z.pow_lt_mono_r_iff in H; [lia | lia | discriminate].
Qed.

Section Reading.

Context {A : Type}.
Variable start : A.
Variable feed : bytes -> A -> json -> result A.

Local Notation put := (Reader.put feed).
Local Notation close_list := (Reader.close_list feed).
Local Notation close_object := (Reader.close_object feed).
Local Notation after := (Reader.after feed).
Local Notation step := (Reader.step start feed).
Local Notation read_with := (Reader.read_with start feed).

(** Steps over bytes, without their places. *)
Fixpoint go (s : state A) (t : list byte) : result (state A) :=
  match t with
  | [] => Good s
  | b :: t => let! s := step s b in go s t
  end.

Lemma go_app t : forall s u, go s (t ++ u) = let! s := go s t in go s u.
Proof. induction t as [|b t IH]; intros s u; cbn [go app]; [reflexivity|]. destruct (step s b); cbn [bind]; auto. Qed.

Lemma run_go t : forall s s' place, go s t = Good s' -> run step s (pack t) place = Good s'.
Proof.
  induction t as [|b t IH]; intros s s' place E; cbn [go pack fold_right run] in *; [exact E|].
  destruct (step s b) as [s1|]; [|discriminate]. apply IH, E.
Qed.

Lemma put_after v k s b : put v k = Good s -> step s b = after s b.
Proof.
  destruct k as [fields key|fields key a|l below|fields key below]; cbn [Reader.put]; intros E; try (injection E as <-; reflexivity).
  destruct (feed key a v); [|discriminate]. injection E as <-. reflexivity.
Qed.

Fixpoint depth (k : stack A) : nat :=
  match k with
  | InList _ below | InObject _ _ below => S (depth below)
  | _ => O
  end.

Lemma room_depth k : forall n, (depth k <= n)%nat -> room n k = true.
Proof. induction k; intros [|n] D; cbn [depth room] in *; try reflexivity; try lia; apply IHk; lia. Qed.

(** ** Texts *)

Lemma text_go w t : forall read n, Forall (fun b => character_of b = Plain) t -> n + Z.of_nat (length t) <= MAX_TEXT ->
  go (@InText A w read n NoEscape) (t ++ [QUOTE]) = put_text feed w (pack (rev read ++ t)).
Proof.
  induction t as [|b t IH]; intros read n P L.
  - cbn [app go Reader.step text_step]. rewrite app_nil_r. cbn [character_of QUOTE]. destruct (put_text _ _ _); reflexivity.
  - inversion P as [|? ? B P']; subst. cbn [app go Reader.step text_step length] in *. rewrite B.
    replace (n <? MAX_TEXT) with true by (symmetry; apply Z.ltb_lt; lia). cbn [bind]. rewrite IH by (assumption || lia).
    cbn [rev]. rewrite <- app_assoc. reflexivity.
Qed.

Lemma pack_bytes s : pack (bytes_in s) = s.
Proof. induction s as [|b s IH]; cbn; [reflexivity | f_equal; exact IH]. Qed.

Lemma quoted_go w s : plain s -> go (@InText A w [] 0 NoEscape) (bytes_in s ++ [QUOTE]) = put_text feed w s.
Proof. intros [P L]. rewrite text_go by (assumption || lia). cbn [rev app]. rewrite pack_bytes. reflexivity. Qed.

(** ** Numbers *)

Lemma digits_go n z t : spells_digits n z t -> n <= MAX_DIGITS -> forall (k : stack A) (negative : bool) (s : state A) b0 t0,
  t = b0 :: t0 -> s = (if negative then AfterMinus k else AtValue false k) \/ s = AtValue true k /\ negative = false ->
  exists d, go s t = Good (InNumber k negative d) /\ value d = z /\ count d = n.
Proof.
  intros S. induction S as [b d B D | n z t b d S IH B]; intros L k negative s b0 t0 E T.
  - exists (one_more no_digits d). split; [|apply (one_more_value no_digits d)].
    destruct T as [-> | [-> ->]]; [destruct negative|]; cbn [go Reader.step]; rewrite B;
      (destruct (Z.eqb_spec d 0); [contradiction|]); reflexivity.
  - assert (N : exists c u, t = c :: u) by (inversion S; subst; [eauto | destruct t1; cbn; eauto]).
    destruct N as (c & u & N). destruct (IH ltac:(lia) k negative s c u N T) as (e & G & V & C).
    exists (one_more e d). destruct (one_more_value e d) as [V' C']. split; [|rewrite V', C', V, C; auto].
    rewrite go_app, G. cbn [bind go Reader.step]. rewrite B, C. replace (n <? MAX_DIGITS) with true by (symmetry; apply Z.ltb_lt; lia). reflexivity.
Qed.

Lemma digits_first n z t : spells_digits n z t -> exists b u, t = b :: u.
Proof. intros S. inversion S as [|? ? u]; subst; [eauto | destruct u; cbn; eauto]. Qed.

Definition ends (b : byte) : Prop := b = COMMA \/ b = Byte.x5d \/ b = Byte.x7d.

Lemma number_go z first k b : short z -> ends b -> go (AtValue first k) (integer_text z ++ [b]) = let! s := put (Number z) k in after s b.
Proof.
  intros S E. unfold integer_text, short in *.
  assert (Done : forall negative d, go (InNumber k negative d) [b] = let! s := put (Number (signed negative (value d))) k in after s b).
  { intros negative d. destruct E as [-> | [-> | ->]]; cbn [go Reader.step COMMA symbol_of]; (destruct (put _ k) as [s|]; [|reflexivity]); cbn [bind];
      (destruct (after s _); reflexivity). }
  destruct (Z.ltb_spec z 0) as [N|N].
  - destruct (natural_spells (- z) ltac:(lia) ltac:(lia)) as (n & D & L). destruct (digits_first _ _ _ D) as (c & u & C).
    destruct (digits_go _ _ _ D L k true (AfterMinus k) c u C (or_introl eq_refl)) as (d & G & V & _).
    cbn [app go Reader.step symbol_of bind]. rewrite go_app, G. cbn [bind]. rewrite Done. cbn [signed]. rewrite V, Z.opp_involutive. reflexivity.
  - destruct (Z.eq_dec z 0) as [->|NZ].
    + change (natural 0) with [Byte.x30]. cbn [app go Reader.step symbol_of SYMBOL_0 bind Z.eqb].
      destruct (put _ k) as [s|]; [|reflexivity]. cbn [bind]. destruct (after s b); reflexivity.
    + destruct (natural_spells z ltac:(lia) ltac:(lia)) as (n & D & L). destruct (digits_first _ _ _ D) as (c & u & C).
      destruct (digits_go _ _ _ D L k false (AtValue first k) c u C ltac:(destruct first; auto)) as (d & G & V & _).
      rewrite go_app, G. cbn [bind]. rewrite Done. cbn [signed]. rewrite V. reflexivity.
Qed.

(** ** Values *)

(** The value is put where it is to stand. *)
Definition is_put (v : json) (first : bool) (k : stack A) : Prop :=
  forall b, ends b -> go (AtValue first k) (value_text v ++ [b]) = let! s := put v k in after s b.

Lemma put_then v k t first b : go (AtValue first k) t = put v k -> go (AtValue first k) (t ++ [b]) = let! s := put v k in after s b.
Proof.
  intros G. rewrite go_app, G. destruct (put v k) as [s|] eqn:P; [|reflexivity]. cbn [bind go]. rewrite (put_after _ _ _ b P). destruct (after s b); reflexivity.
Qed.

Lemma word_put v k first t : (v = Null /\ t = word_null) \/ (v = Boolean true /\ t = word_true) \/ (v = Boolean false /\ t = word_false) ->
  go (AtValue first k) t = put v k.
Proof. intros [[-> ->] | [[-> ->] | [-> ->]]]; cbn; destruct (put _ k); reflexivity. Qed.

(** The elements of a list, up to its end. *)
Lemma items_go l : l <> [] -> forall acc first k, (forall v first acc, In v l -> is_put v first (InList acc k)) ->
  go (AtValue first (InList acc k)) (commas (map value_text l) ++ [Byte.x5d]) = put (List (rev acc ++ l)) k.
Proof.
  induction l as [|v l IH]; intros N acc first k V; [contradiction|]. clear N. destruct l as [|w l].
  - cbn [map commas]. rewrite (V v first acc (or_introl eq_refl) _ (or_intror (or_introl eq_refl))). cbn [Reader.put bind Reader.after symbol_of Reader.close_list rev].
    destruct (put _ k); reflexivity.
  - change (commas (map value_text (v :: w :: l))) with (value_text v ++ COMMA :: commas (map value_text (w :: l))).
    rewrite <- app_assoc. change ((COMMA :: commas (map value_text (w :: l))) ++ [Byte.x5d]) with ([COMMA] ++ (commas (map value_text (w :: l)) ++ [Byte.x5d])).
    rewrite app_assoc, go_app, (V v first acc (or_introl eq_refl) _ (or_introl eq_refl)). cbn [Reader.put bind Reader.after symbol_of COMMA].
    rewrite IH; [|discriminate | intros; apply V; right; assumption]. cbn [rev]. rewrite <- app_assoc. reflexivity.
Qed.

(** A key and its colon. *)
Lemma key_go first o key : plain key -> go (AtKey first o) (quoted_text key ++ [Byte.x3a]) = let! _ := fresh_in key o in Good (AtValue false (under key o)).
Proof.
  intros P. change (quoted_text key ++ [Byte.x3a]) with (QUOTE :: (bytes_in key ++ [QUOTE]) ++ [Byte.x3a]). cbn [go Reader.step symbol_of QUOTE bind].
  rewrite go_app, quoted_go by exact P. cbn [put_text]. destruct (fresh_in key o); reflexivity.
Qed.

Lemma is_fresh {B} key (fields : list (bytes * B)) : ~ In key (map fst fields) -> (length fields < MAX_KEYS)%nat -> fresh key fields = Good tt.
Proof.
  intros N L. unfold fresh. replace (has_key key fields) with false.
  - replace (MAX_KEYS <=? length fields)%nat with false by (symmetry; apply Nat.leb_gt; exact L). reflexivity.
  - symmetry. apply not_true_is_false. unfold has_key. rewrite existsb_exists. intros (f & F & E). apply same_bytes_eq in E. subst key. apply N, in_map, F.
Qed.

(** Fields that are added to an object one after the other. *)
Fixpoint filled (adds : bytes -> json -> object A -> object A -> Prop) (l : list (bytes * json)) (o o' : object A) : Prop :=
  match l with
  | [] => o = o'
  | (key, v) :: l => exists o1, fresh_in key o = Good tt /\ adds key v o o1 /\ filled adds l o1 o'
  end.

Definition fields_text (l : list (bytes * json)) : list (list byte) := map (fun f => field_text (fst f) (value_text (snd f))) l.

Lemma fields_go (adds : bytes -> json -> object A -> object A -> Prop) l : l <> [] -> Forall (fun f => plain (fst f)) l ->
  (forall key v o o', In (key, v) l -> adds key v o o' -> forall b, ends b ->
    go (AtValue false (under key o)) (value_text v ++ [b]) = after (AfterField o') b) ->
  forall first o o', filled adds l o o' -> go (AtKey first o) (commas (fields_text l) ++ [Byte.x7d]) = close_object o'.
Proof.
  induction l as [|[key v] l IH]; intros N P V first o o' M; [contradiction|]. clear N. inversion P as [|? ? K P']; subst. cbn [fst] in K.
  destruct M as (o1 & F & M & R). assert (G := V key v o o1 (or_introl eq_refl) M).
  assert (T : forall t, field_text key (value_text v) ++ t = (quoted_text key ++ [Byte.x3a]) ++ value_text v ++ t).
  { intros t. unfold field_text. rewrite <- !app_assoc. reflexivity. }
  destruct l as [|g l].
  - cbn [fields_text map commas fst snd]. rewrite T, go_app, key_go, F by exact K. cbn [bind]. rewrite G by (right; right; reflexivity). cbn [filled] in R. subst o'.
    cbn [Reader.after symbol_of]. destruct (close_object o1); reflexivity.
  - change (commas (fields_text ((key, v) :: g :: l))) with (field_text key (value_text v) ++ COMMA :: commas (fields_text (g :: l))).
    rewrite <- app_assoc, T, go_app, key_go, F by exact K. cbn [bind].
    change ((COMMA :: commas (fields_text (g :: l))) ++ [Byte.x7d]) with ([COMMA] ++ (commas (fields_text (g :: l)) ++ [Byte.x7d])).
    rewrite app_assoc, go_app, G by (left; reflexivity). cbn [Reader.after symbol_of COMMA bind].
    apply IH; [discriminate | exact P' | intros; eapply V; eauto; right; assumption | exact R].
Qed.

(** A field of an object that is no file. *)
Definition adds_inner (n : nat) (key : bytes) (v : json) (o o' : object A) : Prop :=
  exists fields below, o = InnerObject fields below /\ o' = InnerObject ((key, v) :: fields) below /\ (S n + depth below <= S MAX_DEPTH)%nat.

Lemma inner_filled n l below : (S n + depth below <= S MAX_DEPTH)%nat -> forall read,
  NoDup (map fst (rev l ++ read)) -> (length (rev l ++ read) <= MAX_KEYS)%nat ->
  filled (adds_inner n) l (InnerObject read below) (InnerObject (rev l ++ read) below).
Proof.
  intros D. induction l as [|[key v] l IH]; intros read N L; cbn [filled rev app] in *; [reflexivity|].
  rewrite <- app_assoc in *. cbn [app] in *. exists (InnerObject ((key, v) :: read) below). split; [|split].
  - cbn [fresh_in]. apply is_fresh.
    + intros I. rewrite map_app in N. cbn [map fst] in N. apply NoDup_remove_2 in N. apply N, in_or_app. right. exact I.
    + rewrite app_length in L. cbn [length] in L. lia.
  - exists read, below. auto.
  - apply IH; assumption.
Qed.

Definition not_fed (v : json) (k : stack A) : Prop := match k, v with Outer _ _, List _ => False | _, _ => True end.

(** Values are put where they are to stand. *)
Lemma value_put n : forall v, printable n v -> forall first k, (n + depth k <= S MAX_DEPTH)%nat -> not_fed v k -> is_put v first k.
Proof.
  induction n as [|n IH]; intros v P first k D O b E.
  - destruct v as [| [|] | z | s | l | fields]; cbn [printable] in P; try contradiction.
    + apply put_then, word_put. auto.
    + apply put_then, word_put. auto.
    + apply put_then, word_put. auto.
    + apply number_go; assumption.
    + apply put_then. cbn [value_text]. change (quoted_text s) with (QUOTE :: (bytes_in s ++ [QUOTE])). cbn [go Reader.step symbol_of QUOTE bind].
      rewrite quoted_go by exact P. reflexivity.
  - destruct v as [| [|] | z | s | l | fields]; cbn [printable] in P.
    + apply put_then, word_put. auto.
    + apply put_then, word_put. auto.
    + apply put_then, word_put. auto.
    + apply number_go; assumption.
    + apply put_then. cbn [value_text]. change (quoted_text s) with (QUOTE :: (bytes_in s ++ [QUOTE])). cbn [go Reader.step symbol_of QUOTE bind].
      rewrite quoted_go by exact P. reflexivity.
    + apply put_then. cbn [value_text go]. cbn [Reader.step symbol_of].
      assert (R : Reader.open_list start k = Good (AtValue true (InList [] k))).
      { destruct k; cbn [Reader.open_list]; try (rewrite room_depth by lia; reflexivity). contradiction. }
      rewrite R. cbn [bind]. destruct l as [|v l].
      * cbn. destruct (put _ k); reflexivity.
      * rewrite (items_go (v :: l) ltac:(discriminate) [] true k); [reflexivity|]. intros w f acc I. apply IH.
        -- rewrite Forall_forall in P. apply P, I.
        -- cbn [depth]. lia.
        -- exact Logic.I.
    + apply put_then. cbn [value_text go]. cbn [Reader.step symbol_of]. unfold open_object. rewrite room_depth by lia. cbn [bind].
      destruct P as (P & U & L). destruct fields as [|f fields].
      * cbn. destruct (put _ k); reflexivity.
      * change (map (fun f => field_text (fst f) (value_text (snd f))) (f :: fields)) with (fields_text (f :: fields)).
        rewrite (fields_go (adds_inner n) (f :: fields) ltac:(discriminate)) with (o' := InnerObject (rev (f :: fields)) k).
        -- cbn [Reader.close_object]. rewrite rev_involutive. reflexivity.
        -- eapply Forall_impl; [|exact P]. intros g [G _]. exact G.
        -- intros key v o o' I (read & below & -> & -> & B) c C. cbn [under]. rewrite IH; [reflexivity | | cbn [depth]; lia | exact Logic.I | exact C].
           rewrite Forall_forall in P. apply (P (key, v) I).
        -- rewrite <- (app_nil_r (rev (f :: fields))). apply inner_filled; [lia | |]; rewrite app_nil_r.
           ++ rewrite map_rev. apply NoDup_rev, U.
           ++ rewrite rev_length. exact L.
Qed.

(** ** The file *)

Fixpoint feeds (key : bytes) (a : A) (l : list json) : result A :=
  match l with
  | [] => Good a
  | v :: l => let! a := feed key a v in feeds key a l
  end.

(** What the reader keeps of a field. *)
Definition kept_of (key : bytes) (v : json) (f : field A) : Prop :=
  match v with
  | List l => exists a, feeds key start l = Good a /\ f = Fed a
  | _ => f = Whole v
  end.

Lemma fed_go fields key l : l <> [] -> Forall (printable MAX_DEPTH) l -> forall first a a', feeds key a l = Good a' ->
  go (AtValue first (Elements fields key a)) (commas (map value_text l) ++ [Byte.x5d]) = Good (AfterField (OuterObject ((key, Fed a') :: fields))).
Proof.
  induction l as [|v l IH]; intros N P first a a' F; [contradiction|]. clear N. inversion P as [|? ? V P']; subst. cbn [feeds] in F.
  destruct (feed key a v) as [a1|] eqn:A1; [|discriminate]. cbn [bind] in F.
  assert (G : forall b, ends b -> go (AtValue first (Elements fields key a)) (value_text v ++ [b]) = after (AfterItem (Elements fields key a1)) b).
  { intros b E. rewrite (value_put MAX_DEPTH v V first (Elements fields key a)) by (cbn [depth not_fed]; lia || exact I || exact E).
    cbn [Reader.put]. rewrite A1. reflexivity. }
  destruct l as [|w l].
  - cbn [map commas]. rewrite G by (right; left; reflexivity). cbn [feeds] in F. injection F as ->. reflexivity.
  - change (commas (map value_text (v :: w :: l))) with (value_text v ++ COMMA :: commas (map value_text (w :: l))).
    rewrite <- app_assoc. change ((COMMA :: commas (map value_text (w :: l))) ++ [Byte.x5d]) with ([COMMA] ++ (commas (map value_text (w :: l)) ++ [Byte.x5d])).
    rewrite app_assoc, go_app, G by (left; reflexivity). cbn [Reader.after symbol_of COMMA bind]. apply IH; [discriminate | assumption..].
Qed.

Definition adds_outer (key : bytes) (v : json) (o o' : object A) : Prop :=
  exists fields f, o = OuterObject fields /\ o' = OuterObject ((key, f) :: fields) /\ kept_of key v f.

(** A file can be printed: lists and objects lie at most 17 deep in each other, one of them the file. *)
Definition printable_file (fields : list (bytes * json)) : Prop := fields <> [] /\ printable (S (S MAX_DEPTH)) (Object fields).

Theorem read_with_printed l fields : printable_file l -> Forall2 (fun f r => fst f = fst r /\ kept_of (fst r) (snd r) (snd f)) fields l ->
  read_with (print l) = Good fields.
Proof.
  intros [N (P & U & L)] K. assert (G : go Start (value_text (Object l)) = Good (Finished fields)).
  { cbn [value_text go Reader.step symbol_of bind]. change (map (fun f => field_text (fst f) (value_text (snd f))) l) with (fields_text l).
    rewrite (fields_go adds_outer l N) with (o' := OuterObject (rev fields)).
    - cbn [Reader.close_object]. rewrite rev_involutive. reflexivity.
    - eapply Forall_impl; [|exact P]. intros f [F _]. exact F.
    - intros key v o o' I (read & f & -> & -> & S) b E. rewrite Forall_forall in P. destruct (P _ I) as [_ V]. cbn [fst snd] in V. cbn [under].
      destruct v as [| c | z | s | items | inner]; cbn [kept_of] in S; try (subst f; rewrite (value_put (S MAX_DEPTH) _ V) by (cbn [depth not_fed]; lia || exact Logic.I || exact E); reflexivity).
      destruct S as (a & F & ->). cbn [value_text]. cbn [printable] in V. rewrite <- app_comm_cons. cbn [go Reader.step symbol_of Reader.open_list bind].
      rewrite go_app. destruct items as [|v items].
      + cbn [feeds] in F. injection F as <-. cbn [map commas app go Reader.step symbol_of Reader.close_list bind]. destruct (after _ b); reflexivity.
      + rewrite (fed_go read key (v :: items) ltac:(discriminate) V true start a F). cbn [bind go Reader.step]. destruct (after _ b); reflexivity.
    - assert (H : forall read, NoDup (map fst (rev l ++ read)) -> (length (rev l ++ read) <= MAX_KEYS)%nat -> forall kept,
        map fst kept = map fst read -> filled adds_outer l (OuterObject kept) (OuterObject (rev fields ++ kept))).
      { clear -K. induction K as [|[k f] [key v] fields l [E S] K IH]; intros read N L kept M; cbn [filled rev app fst snd] in *; [reflexivity|]. subst k.
        rewrite <- app_assoc in *. cbn [app] in *. exists (OuterObject ((key, f) :: kept)). split; [|split].
        - cbn [fresh_in]. apply is_fresh.
          + rewrite M. intros I. rewrite map_app in N. cbn [map fst] in N. apply NoDup_remove_2 in N. apply N, in_or_app. right. exact I.
          + rewrite app_length in L. cbn [length] in L. rewrite <- (map_length fst kept), M, map_length. lia.
        - exists kept, f. auto.
        - apply (IH ((key, v) :: read) N L). cbn [map fst]. rewrite M. reflexivity. }
      rewrite <- (app_nil_r (rev fields)). apply (H []); rewrite ?app_nil_r; [rewrite map_rev; apply NoDup_rev, U | rewrite rev_length; exact L | reflexivity]. }
  unfold read_with, print. rewrite (run_go _ _ _ 0%N G). reflexivity.
Qed.

End Reading.

(** Every file that can be printed is read back as it was. *)
Theorem read_printed l : printable_file l -> read (print l) = Good l.
Proof.
  intros P. assert (F : forall key items read, feeds kept key read items = Good (rev items ++ read)).
  { intros key items. induction items as [|v items IH]; intros read; cbn [feeds kept bind rev app]; [reflexivity|]. rewrite IH, <- app_assoc. reflexivity. }
  unfold read. rewrite (read_with_printed [] kept l (map (fun f => (fst f, match snd f with List items => Fed (rev items) | v => Whole v end)) l) P).
  - cbn [bind]. f_equal. rewrite map_map. rewrite <- (map_id l) at 2. apply map_ext. intros [key v]. unfold whole_field. cbn [fst snd].
    destruct v; cbn [fst snd]; rewrite ?rev_involutive; reflexivity.
  - clear P. induction l as [|[key v] l IH]; cbn [map]; constructor; [|exact IH]. cbn [fst snd]. split; [reflexivity|].
    destruct v; cbn [kept_of]; try reflexivity. eexists. split; [rewrite F, app_nil_r; reflexivity | reflexivity].
Qed.
