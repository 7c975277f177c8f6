(** What the reader of JSON reads is what all bytes of a file spell, by the grammar of Grammar.v. *)

From Coq Require Import NArith ZArith List Bool Lia.
From Coq.Strings Require Byte.
From Memocert Require Import native.Bytes native.Json native.Grammar native.Reader.
Import ListNotations.
Open Scope Z_scope.

Ltac flat := repeat (progress (rewrite ?app_nil_r, <- ?app_assoc; cbn [app])); try reflexivity.

Section Reading.

Context {A : Type}.
Variable start : A.
Variable feed : bytes -> A -> json -> result A.

Local Notation put := (Reader.put feed).
Local Notation close_list := (Reader.close_list feed).
Local Notation close_object := (Reader.close_object feed).
Local Notation open_list := (Reader.open_list start).
Local Notation put_text := (Reader.put_text feed).
Local Notation after := (Reader.after feed).
Local Notation text_step := (Reader.text_step feed).
Local Notation step := (Reader.step start feed).
Local Notation read_with := (Reader.read_with start feed).

(** * What was read *)

Fixpoint unpack (s : bytes) : list byte :=
  match s with
  | Stop => []
  | Byte b rest => b :: unpack rest
  end.

(** What is known of a list after all its elements. *)
Definition fed (key : bytes) (l : list json) : result A :=
  fold_left (fun r v => let! a := r in feed key a v) l (Good start).

Definition stands (key : bytes) (f : field A) (v : json) : Prop :=
  match f with
  | Whole w => v = w
  | Fed a => exists l, v = List l /\ fed key l = Good a
  end.

Definition related (fields : list (bytes * field A)) (read : list (bytes * json)) : Prop :=
  Forall2 (fun f r => fst f = fst r /\ stands (fst f) (snd f) (snd r)) fields read.

(** ** Invariants: where the reader stands, as a property of all bytes before *)

Definition list_place (l : list json) (p pre : list byte) : Prop :=
  exists o, symbol_of o = OpenList /\
  ((l = [] /\ exists w, blank w /\ pre = p ++ o :: w) \/
   (exists t c w, spells_items l t /\ symbol_of c = Comma /\ blank w /\ pre = p ++ o :: t ++ c :: w)).

Definition key_place (fs : list (bytes * json)) (p pre : list byte) : Prop :=
  NoDup (map fst fs) /\ exists o, symbol_of o = OpenObject /\
  ((fs = [] /\ exists w, blank w /\ pre = p ++ o :: w) \/
   (exists t c w, spells_fields fs t /\ symbol_of c = Comma /\ blank w /\ pre = p ++ o :: t ++ c :: w)).

Definition value_place (fs : list (bytes * json)) (key : bytes) (p pre : list byte) : Prop :=
  exists q t w c w', key_place fs p q /\ spells_text key t /\ blank w /\ symbol_of c = Colon /\ blank w' /\
    ~ In key (map fst fs) /\ pre = q ++ t ++ w ++ c :: w'.

Fixpoint at_value (k : stack A) (pre : list byte) : Prop :=
  match k with
  | Outer fields key => exists p fs, blank p /\ related (rev fields) fs /\ value_place fs key p pre
  | Elements fields key a => exists p fs q l, blank p /\ related (rev fields) fs /\ value_place fs key p q /\
      fed key l = Good a /\ list_place l q pre
  | InList l below => exists p, at_value below p /\ list_place (rev l) p pre
  | InObject fields key below => exists p, at_value below p /\ value_place (rev fields) key p pre
  end.

Definition first_place (l : list json) (p pre : list byte) : Prop :=
  l = [] /\ exists o w, symbol_of o = OpenList /\ blank w /\ pre = p ++ o :: w.

(** The list was just opened. *)
Definition at_first (k : stack A) (pre : list byte) : Prop :=
  match k with
  | Elements fields key a => exists p fs q, blank p /\ related (rev fields) fs /\ value_place fs key p q /\
      a = start /\ first_place [] q pre
  | InList l below => exists p, at_value below p /\ first_place l p pre
  | _ => False
  end.

Definition item_place (l : list json) (p pre : list byte) : Prop :=
  exists o t, symbol_of o = OpenList /\ spells_items l t /\ pre = p ++ o :: t.

Definition after_item (k : stack A) (pre : list byte) : Prop :=
  match k with
  | Elements fields key a => exists p fs q l, blank p /\ related (rev fields) fs /\ value_place fs key p q /\
      fed key l = Good a /\ item_place l q pre
  | InList l below => exists p, at_value below p /\ item_place (rev l) p pre
  | _ => False
  end.

Definition field_place (fs : list (bytes * json)) (p pre : list byte) : Prop :=
  NoDup (map fst fs) /\ exists o t, symbol_of o = OpenObject /\ spells_fields fs t /\ pre = p ++ o :: t.

(** A property of the fields of an object and of what comes before it. *)
Definition in_object (place : list (bytes * json) -> list byte -> list byte -> Prop) (o : object A) (pre : list byte) : Prop :=
  match o with
  | OuterObject fields => exists p fs, blank p /\ related (rev fields) fs /\ place fs p pre
  | InnerObject fields below => exists p, at_value below p /\ place (rev fields) p pre
  end.

Definition first_key_place (fs : list (bytes * json)) (p pre : list byte) : Prop :=
  fs = [] /\ exists o w, symbol_of o = OpenObject /\ blank w /\ pre = p ++ o :: w.

Definition colon_place (key : bytes) (fs : list (bytes * json)) (p pre : list byte) : Prop :=
  exists q t w, key_place fs p q /\ spells_text key t /\ blank w /\ ~ In key (map fst fs) /\ pre = q ++ t ++ w.

Definition at_target (w : target A) (pre : list byte) : Prop :=
  match w with
  | ForValue k => at_value k pre
  | ForKey o => in_object key_place o pre
  end.

(** What was read of an escape. *)
Definition escape_read (e : escape) (t : list byte) : Prop :=
  match e with
  | NoEscape => t = []
  | AfterBackslash => exists b, character_of b = Backslash /\ t = [b]
  | InHex digits => exists b u hs, character_of b = Backslash /\ is_u u = true /\
      Forall2 (fun h n => nibble h = Some n) hs (rev digits) /\ (List.length digits <= 3)%nat /\ t = b :: u :: hs
  end.

Definition reads (s : state A) (pre : list byte) : Prop :=
  match s with
  | Start => blank pre
  | AtValue first k => if first then at_first k pre else at_value k pre
  | AfterItem k => after_item k pre
  | AfterField o => in_object field_place o pre
  | AtKey first o => if first then in_object first_key_place o pre else in_object key_place o pre
  | AtColon o key => in_object (colon_place key) o pre
  | InText w read n e => exists p q t u, at_target w p /\ symbol_of q = Quote /\ spells_characters (rev read) t /\
      escape_read e u /\ pre = p ++ q :: t ++ u
  | AfterMinus k => exists p m, at_value k p /\ symbol_of m = Minus /\ pre = p ++ [m]
  | AfterNought k => exists p b, at_value k p /\ symbol_of b = Digit 0 /\ pre = p ++ [b]
  | InNumber k negative d => exists p m t, at_value k p /\ spells_digits (count d) (value d) t /\ count d <= MAX_DIGITS /\
      (if negative then exists b, symbol_of b = Minus /\ m = [b] else m = []) /\ pre = p ++ m ++ t
  | InWord k rest v => exists p t, at_value k p /\ spells v (t ++ rest) /\ pre = p ++ t
  | Finished fields => exists fs, related fields fs /\ spells_file fs pre
  end.

(** ** Each step keeps them *)

Lemma blank_more w b : blank w -> symbol_of b = Space -> blank (w ++ [b]).
Proof. intros W B. apply Forall_app. split; [exact W | constructor; [exact B | constructor]]. Qed.

Lemma blank_nil : blank [].
Proof. constructor. Qed.

Lemma first_at k pre : at_first k pre -> at_value k pre.
Proof.
  destruct k as [| | |]; cbn [at_first at_value]; try contradiction.
  - intros (p & fs & q & P & R & V & -> & _ & o & w & O & W & ->). exists p, fs, q, []. repeat split; auto.
    exists o. split; [exact O|]. left. eauto.
  - intros (p & V & -> & o & w & O & W & ->). exists p. split; [exact V|]. exists o. split; [exact O|]. left. eauto.
Qed.

Lemma fed_more key l a v : fed key l = Good a -> fed key (l ++ [v]) = feed key a v.
Proof. intros F. unfold fed in *. rewrite fold_left_app, F. reflexivity. Qed.

Lemma related_more fields fs key f v : related (rev fields) fs -> stands key f v ->
  related (rev ((key, f) :: fields)) (fs ++ [(key, v)]).
Proof.
  intros R S. cbn [rev]. apply Forall2_app; [exact R|]. constructor; [|constructor]. split; [reflexivity | exact S].
Qed.

Lemma item_put l p pre v t : list_place l p pre -> spells v t -> item_place (l ++ [v]) p (pre ++ t).
Proof.
  intros (o & O & [(-> & w & W & ->) | (u & c & w & U & C & W & ->)]) T.
  - exists o, (w ++ t ++ []). split; [exact O|]. split; [apply one_item; auto using blank_nil|].
    flat.
  - exists o, (u ++ c :: w ++ t ++ []). split; [exact O|]. split; [apply more_items; auto using blank_nil|].
    flat.
Qed.

Lemma keys_more (fs : list (bytes * json)) key v : NoDup (map fst fs) -> ~ In key (map fst fs) -> NoDup (map fst (fs ++ [(key, v)])).
Proof.
  intros D N. induction fs as [|[k u] fs IH]; cbn [map app fst] in *.
  - constructor; [intros [] | constructor].
  - inversion D as [|? ? K D']; subst. constructor.
    + rewrite map_app, in_app_iff. intros [I | [I | []]]; [exact (K I) | subst; apply N; left; reflexivity].
    + apply IH; [exact D' | intros I; apply N; right; exact I].
Qed.

Lemma field_put fs key p pre v t : value_place fs key p pre -> spells v t -> field_place (fs ++ [(key, v)]) p (pre ++ t).
Proof.
  intros (q & u & w & c & w' & (D & o & O & K) & U & W & C & W' & N & ->) T.
  split; [apply keys_more; assumption|]. destruct K as [(-> & w0 & W0 & ->) | (s & c0 & w0 & S & C0 & W0 & ->)].
  - exists o, (w0 ++ u ++ w ++ c :: w' ++ t ++ []). split; [exact O|]. split.
    + constructor. constructor; auto using blank_nil.
    + flat.
  - exists o, (s ++ c0 :: (w0 ++ u ++ w ++ c :: w' ++ t ++ [])). split; [exact O|]. split.
    + apply more_fields; [exact S | exact C0|]. constructor; auto using blank_nil.
    + flat.
Qed.

Lemma put_reads v k s pre t : at_value k pre -> spells v t -> put v k = Good s -> reads s (pre ++ t).
Proof.
  destruct k as [fields key|fields key a|l below|fields key below]; cbn [at_value put]; intros V T E.
  - injection E as <-. destruct V as (p & fs & P & R & V). exists p, (fs ++ [(key, v)]). split; [exact P|].
    split; [apply related_more; [exact R | reflexivity]|]. apply field_put; assumption.
  - destruct (feed key a v) as [a'|e] eqn:F; [|discriminate]. injection E as <-.
    destruct V as (p & fs & q & l & P & R & V & L & I). exists p, fs, q, (l ++ [v]). repeat split; auto.
    + rewrite (fed_more _ _ _ _ L). exact F.
    + apply item_put; assumption.
  - injection E as <-. destruct V as (p & V & I). exists p. split; [exact V|]. cbn [rev]. apply item_put; assumption.
  - injection E as <-. destruct V as (p & V & I). exists p. split; [exact V|]. cbn [rev]. apply field_put; assumption.
Qed.

Lemma items_blank l t b : spells_items l t -> symbol_of b = Space -> spells_items l (t ++ [b]).
Proof.
  intros I B. destruct I; rewrite <- !app_assoc; cbn [app]; rewrite <- ?app_assoc.
  - apply one_item; auto using blank_more.
  - apply more_items; auto using blank_more.
Qed.

Lemma field_blank k v t b : spells_field k v t -> symbol_of b = Space -> spells_field k v (t ++ [b]).
Proof.
  intros F B. destruct F. repeat (rewrite <- !app_assoc; cbn [app]). constructor; auto using blank_more.
Qed.

Lemma fields_blank l t b : spells_fields l t -> symbol_of b = Space -> spells_fields l (t ++ [b]).
Proof.
  intros I B. destruct I; [constructor; apply field_blank; assumption|].
  rewrite <- app_assoc. cbn [app]. apply more_fields; auto using field_blank.
Qed.

Lemma in_object_imp (f g : list (bytes * json) -> list byte -> list byte -> Prop) o pre pre' :
  (forall fs p, f fs p pre -> g fs p pre') -> in_object f o pre -> in_object g o pre'.
Proof. destruct o; cbn [in_object]; [intros H (p & fs & P & R & F) | intros H (p & V & F)]; eauto 6. Qed.

Lemma closed_object o s pre t :
  in_object (fun fs p q => exists u, q = p ++ u /\ spells (Object fs) (u ++ t)) o pre ->
  close_object o = Good s -> reads s (pre ++ t).
Proof.
  destruct o as [fields|fields below]; cbn [in_object close_object]; intros H E.
  - injection E as <-. destruct H as (p & fs & P & R & u & -> & S). exists fs. split; [exact R|].
    rewrite <- app_assoc, <- (app_nil_r (u ++ t)). constructor; auto using blank_nil.
  - destruct H as (p & V & u & -> & S). rewrite <- app_assoc. eapply put_reads; eauto.
Qed.

Lemma close_list_reads k s pre b : after_item k pre \/ at_first k pre -> symbol_of b = CloseList -> close_list k = Good s ->
  reads s (pre ++ [b]).
Proof.
  intros H B E. destruct k as [| fields key a | l below |]; cbn [close_list] in E; try discriminate.
  - injection E as <-. destruct H as [(p & fs & q & l & P & R & V & F & o & t & O & I & ->)
      | (p & fs & q & P & R & V & -> & _ & o & w & O & W & ->)].
    + exists p, (fs ++ [(key, List l)]). split; [exact P|]. split; [apply related_more; [exact R | exists l; auto]|].
      rewrite <- app_assoc. apply field_put; [exact V|]. cbn [app]. apply spells_list; assumption.
    + exists p, (fs ++ [(key, List [])]). split; [exact P|]. split; [apply related_more; [exact R | exists []; auto]|].
      rewrite <- app_assoc. apply field_put; [exact V|]. cbn [app]. apply spells_empty_list; assumption.
  - destruct H as [(p & V & o & t & O & I & ->) | (p & V & -> & o & w & O & W & ->)]; rewrite <- app_assoc; cbn [app].
    + eapply put_reads; [exact V | | exact E]. apply spells_list; assumption.
    + eapply put_reads; [exact V | | exact E]. apply spells_empty_list; assumption.
Qed.

Lemma after_reads s b s' pre : reads s pre -> after s b = Good s' -> reads s' (pre ++ [b]).
Proof.
  destruct s; cbn [after]; try discriminate; intros R E; destruct (symbol_of b) eqn:B; try discriminate; cbn [reads] in R.
  - injection E as <-. destruct k as [| fields key a | l below |]; cbn [after_item reads] in *; try contradiction.
    + destruct R as (p & fs & q & l & P & R & V & F & o & t & O & I & ->). exists p, fs, q, l. repeat split; auto.
      exists o, (t ++ [b]). rewrite <- app_assoc. auto using items_blank.
    + destruct R as (p & V & o & t & O & I & ->). exists p. split; [exact V|].
      exists o, (t ++ [b]). rewrite <- app_assoc. auto using items_blank.
  - injection E as <-. destruct k as [| fields key a | l below |]; cbn [after_item reads at_value] in *; try contradiction.
    + destruct R as (p & fs & q & l & P & R & V & F & o & t & O & I & ->). exists p, fs, q, l. repeat split; auto.
      exists o. split; [exact O|]. right. exists t, b, []. rewrite <- app_assoc. auto using blank_nil.
    + destruct R as (p & V & o & t & O & I & ->). exists p. split; [exact V|].
      exists o. split; [exact O|]. right. exists t, b, []. rewrite <- app_assoc. auto using blank_nil.
  - eapply close_list_reads; eauto.
  - injection E as <-. cbn [reads]. eapply in_object_imp; [|exact R]. intros fs p (D & c & t & O & I & ->). split; [exact D|].
    exists c, (t ++ [b]). rewrite <- app_assoc. auto using fields_blank.
  - injection E as <-. cbn [reads]. eapply in_object_imp; [|exact R]. intros fs p (D & c & t & O & I & ->). split; [exact D|].
    exists c. split; [exact O|]. right. exists t, b, []. rewrite <- app_assoc. auto using blank_nil.
  - eapply closed_object; [|exact E]. eapply in_object_imp; [|exact R]. intros fs p (D & c & t & O & I & ->).
    exists (c :: t). split; [reflexivity|]. cbn [app]. apply spells_object; assumption.
Qed.

Lemma has_key_in {B} key (fields : list (bytes * B)) : has_key key fields = false -> ~ In key (map fst fields).
Proof.
  intros H I. apply in_map_iff in I. destruct I as (f & <- & I). unfold has_key in H.
  assert (T : existsb (fun g => same_bytes (fst g) (fst f)) fields = true).
  { apply existsb_exists. exists f. split; [exact I | apply same_bytes_eq; reflexivity]. }
  congruence.
Qed.

Lemma fresh_in_fields {B} key (fields : list (bytes * B)) : fresh key fields = Good tt -> ~ In key (map fst fields).
Proof. unfold fresh. destruct (has_key key fields) eqn:H; [discriminate|]. intros _. apply has_key_in, H. Qed.

Lemma related_keys fields fs : related fields fs -> map fst fs = map fst fields.
Proof. induction 1 as [|f r fields fs [K _] _ IH]; cbn [map]; [reflexivity | rewrite IH, K; reflexivity]. Qed.

Lemma in_rev_map {B} key (fields : list (bytes * B)) : In key (map fst (rev fields)) -> In key (map fst fields).
Proof. rewrite map_rev. intros I. apply in_rev, I. Qed.

Lemma put_text_reads w s st pre t : at_target w pre -> spells_text s t -> put_text w s = Good st -> reads st (pre ++ t).
Proof.
  destruct w as [k|o]; cbn [at_target put_text]; intros P T E.
  - eapply put_reads; eauto. constructor. exact T.
  - destruct (fresh_in s o) as [[]|e] eqn:F; [|discriminate]. injection E as <-. cbn [reads].
    destruct o as [fields|fields below]; cbn [in_object fresh_in] in *; apply fresh_in_fields in F.
    + destruct P as (p & fs & P & R & K). exists p, fs. split; [exact P|]. split; [exact R|].
      exists pre, t, []. repeat split; auto using blank_nil; [apply K | apply K | | rewrite app_nil_r; reflexivity].
      rewrite (related_keys _ _ R). intros I. apply F, in_rev_map, I.
    + destruct P as (p & V & K). exists p. split; [exact V|].
      exists pre, t, []. repeat split; auto using blank_nil; [apply K | apply K | | rewrite app_nil_r; reflexivity].
      intros I. apply F, in_rev_map, I.
Qed.

Lemma character_quote b : character_of b = QuoteInText -> symbol_of b = Quote.
Proof. destruct b; intros H; try discriminate H; reflexivity. Qed.

Lemma text_step_reads w read n e b s pre : reads (InText w read n e) pre -> text_step w read n e b = Good s -> reads s (pre ++ [b]).
Proof.
  intros (p & q & t & u & P & Q & T & U & ->) E. unfold text_step in E. destruct e as [| |digits]; cbn [escape_read] in U.
  - subst u. rewrite app_nil_r. destruct (character_of b) eqn:B; try discriminate.
    + destruct (n <? MAX_TEXT); [|discriminate]. injection E as <-. exists p, q, (t ++ [b]), []. repeat split; auto.
      * cbn [rev]. constructor; [exact T | constructor; exact B].
      * flat.
    + rewrite <- app_assoc. cbn [app]. eapply put_text_reads; [exact P | | exact E]. constructor; auto using character_quote.
    + destruct (n <? MAX_TEXT); [|discriminate]. injection E as <-. exists p, q, t, [b]. repeat split; auto.
      * cbn [escape_read]. eauto.
      * flat.
  - destruct U as (back & B & ->). destruct (is_u b) eqn:K.
    + injection E as <-. exists p, q, t, [back; b]. repeat split; auto.
      * cbn [escape_read]. exists back, b, []. cbn. repeat split; auto; lia.
      * flat.
    + destruct (escaped b) as [c|] eqn:C; [|discriminate]. injection E as <-. exists p, q, (t ++ [back; b]), []. repeat split; auto.
      * cbn [rev]. constructor; [exact T | constructor; assumption].
      * flat.
  - destruct U as (back & u0 & hs & B & K & H & L & ->). destruct (nibble b) as [d|] eqn:D; [|discriminate].
    assert (More : forall ds, digits = ds -> (List.length ds < 3)%nat ->
      reads (InText w read n (InHex (d :: ds))) ((p ++ q :: t ++ back :: u0 :: hs) ++ [b])).
    { intros ds -> Short. exists p, q, t, (back :: u0 :: hs ++ [b]). repeat split; auto.
      - cbn [escape_read]. exists back, u0, (hs ++ [b]). repeat split; auto.
        cbn [rev]. apply Forall2_app; [exact H | constructor; [exact D | constructor]].
      - flat. }
    destruct digits as [|n3 [|n2 [|n1 [|n0 digits]]]]; try (injection E as <-; apply More; [reflexivity | cbn; lia]).
    + injection E as <-. cbn [rev app] in H. inversion H as [|h1 ? hs1 ? H1 H'];  subst. inversion H' as [|h2 ? hs2 ? H2 H'']; subst.
      inversion H'' as [|h3 ? hs3 ? H3 H''']; subst. inversion H'''; subst.
      exists p, q, (t ++ [back; u0; h1; h2; h3; b]), []. repeat split; auto.
      * rewrite rev_append_rev, rev_app_distr, rev_involutive. constructor; [exact T|]. constructor; assumption.
      * flat.
    + cbn [List.length] in L. lia.
Qed.

Lemma word_starts b v rest (k : stack A) s : word k b = Good s -> s = InWord k rest v -> spells v ([b] ++ rest).
Proof. destruct b; try discriminate; intros [= <-] [= <- <-]; constructor. Qed.

Lemma word_is (k : stack A) b s : word k b = Good s -> exists rest v, s = InWord k rest v.
Proof. destruct b; try discriminate; intros [= <-]; eauto. Qed.

Lemma blank_place k pre b : at_value k pre -> symbol_of b = Space -> at_value k (pre ++ [b]).
Proof.
  assert (L : forall l p q, list_place l p q -> symbol_of b = Space -> list_place l p (q ++ [b])).
  { intros l p q (o & O & [(-> & w & W & ->) | (t & c & w & T & C & W & ->)]) B; exists o; (split; [exact O|]).
    - left. split; [reflexivity|]. exists (w ++ [b]). rewrite <- app_assoc. auto using blank_more.
    - right. exists t, c, (w ++ [b]). rewrite <- app_assoc. cbn [app]. rewrite <- app_assoc. auto using blank_more. }
  assert (V : forall fs key p q, value_place fs key p q -> symbol_of b = Space -> value_place fs key p (q ++ [b])).
  { intros fs key p q (q0 & t & w & c & w' & K & T & W & C & W' & N & ->) B. exists q0, t, w, c, (w' ++ [b]).
    split; [exact K|]. repeat split; auto using blank_more. flat. }
  destruct k as [fields key|fields key a|l below|fields key below]; cbn [at_value].
  - intros (p & fs & P & R & H) B. eauto 6.
  - intros (p & fs & q & l & P & R & H & F & I) B. exists p, fs, q, l. auto 6.
  - intros (p & H & I) B. eauto.
  - intros (p & H & I) B. eauto.
Qed.

Lemma first_blank k pre b : at_first k pre -> symbol_of b = Space -> at_first k (pre ++ [b]).
Proof.
  destruct k as [| fields key a | l below |]; cbn [at_first]; try contradiction.
  - intros (p & fs & q & P & R & V & S & E & o & w & O & W & ->) B. exists p, fs, q. repeat split; auto.
    exists o, (w ++ [b]). rewrite <- app_assoc. auto using blank_more.
  - intros (p & V & E & o & w & O & W & ->) B. exists p. repeat split; auto.
    exists o, (w ++ [b]). rewrite <- app_assoc. auto using blank_more.
Qed.

Lemma open_list_reads k s pre b : at_value k pre -> symbol_of b = OpenList -> open_list k = Good s -> reads s (pre ++ [b]).
Proof.
  intros V B E. assert (F : forall p, at_value k p -> reads (AtValue true (InList [] k)) (p ++ [b])).
  { intros p P. exists p. split; [exact P|]. split; [reflexivity|]. exists b, []. auto using blank_nil. }
  unfold open_list in E. destruct k as [fields key|fields key a|l below|fields key below];
    try (destruct (room _ _); [injection E as <-; auto | discriminate]).
  injection E as <-. destruct V as (p & fs & P & R & V). exists p, fs, pre. repeat split; auto.
  exists b, []. auto using blank_nil.
Qed.

Lemma first_key o pre : in_object first_key_place o pre -> in_object key_place o pre.
Proof.
  apply in_object_imp. intros fs p (-> & c & w & O & W & ->). split; [constructor|]. exists c. split; [exact O|]. left. eauto.
Qed.

Lemma key_blank o pre b : in_object key_place o pre -> symbol_of b = Space -> in_object key_place o (pre ++ [b]).
Proof.
  intros H B. eapply in_object_imp; [|exact H]. intros fs p (D & o' & O & [(-> & w & W & ->) | (t & c & w & T & C & W & ->)]); (split; [exact D|]);
    exists o'; (split; [exact O|]).
  - left. split; [reflexivity|]. exists (w ++ [b]). rewrite <- app_assoc. auto using blank_more.
  - right. exists t, c, (w ++ [b]). rewrite <- app_assoc. cbn [app]. rewrite <- app_assoc. auto using blank_more.
Qed.

Lemma step_reads s b s' pre : reads s pre -> step s b = Good s' -> reads s' (pre ++ [b]).
Proof.
  destruct s as [|first k|k|o|first o|o key|w read n e|k|k|k negative d|k rest v|fields]; intros R E.
  - cbn [step] in E. destruct (symbol_of b) eqn:B; try discriminate; injection E as <-; cbn [reads] in *.
    + apply blank_more; assumption.
    + exists pre, []. repeat split; auto; [constructor|]. exists b, []. auto using blank_nil.
  - assert (V : at_value k pre) by (destruct first; [apply first_at|]; exact R). cbn [step] in E.
    destruct (symbol_of b) eqn:B; try discriminate.
    + injection E as <-. cbn [reads] in *. destruct first; [apply first_blank | apply blank_place]; assumption.
    + injection E as <-. exists pre, b, [], []. repeat split; auto. constructor.
    + destruct (word_is _ _ _ E) as (rest & v & ->). exists pre, [b]. repeat split; auto. eapply word_starts; eauto.
    + destruct (word_is _ _ _ E) as (rest & v & ->). exists pre, [b]. repeat split; auto. eapply word_starts; eauto.
    + eapply open_list_reads; eauto.
    + destruct first; [|discriminate]. eapply close_list_reads; eauto.
    + unfold open_object in E. destruct (room _ _); [|discriminate]. injection E as <-. exists pre. split; [exact V|].
      split; [reflexivity|]. exists b, []. auto using blank_nil.
    + destruct (word_is _ _ _ E) as (rest & v & ->). exists pre, [b]. repeat split; auto. eapply word_starts; eauto.
    + injection E as <-. exists pre, b. auto.
    + injection E as <-. destruct (Z.eqb_spec d 0) as [-> | N]; [exists pre, b; auto|].
      exists pre, [], [b]. cbn [app]. repeat split; auto.
      * apply (first_digit b d); assumption.
      * unfold MAX_DIGITS. cbn. lia.
    + destruct (word_is _ _ _ E) as (rest & v & ->). exists pre, [b]. repeat split; auto. eapply word_starts; eauto.
  - eapply after_reads; eauto.
  - eapply after_reads; eauto.
  - cbn [step] in E. assert (K : in_object key_place o pre) by (destruct first; [apply first_key|]; exact R).
    destruct (symbol_of b) eqn:B; try discriminate.
    + injection E as <-. cbn [reads] in *. destruct first; [|apply key_blank; assumption].
      eapply in_object_imp; [|exact R]. intros fs p (-> & c & w & O & W & ->). split; [reflexivity|].
      exists c, (w ++ [b]). rewrite <- app_assoc. auto using blank_more.
    + injection E as <-. exists pre, b, [], []. repeat split; auto. constructor.
    + destruct first; [|discriminate]. eapply closed_object; [|exact E]. eapply in_object_imp; [|exact R].
      intros fs p (-> & c & w & O & W & ->). exists (c :: w). split; [reflexivity|]. cbn [app]. apply spells_empty_object; assumption.
  - cbn [step] in E. destruct (symbol_of b) eqn:B; try discriminate; injection E as <-; cbn [reads] in *.
    + eapply in_object_imp; [|exact R]. intros fs p (q & t & w & K & T & W & N & ->). exists q, t, (w ++ [b]).
      split; [exact K|]. repeat split; auto using blank_more. flat.
    + destruct o as [fields|fields below]; cbn [in_object under at_value] in *.
      * destruct R as (p & fs & P & R & q & t & w & K & T & W & N & ->). exists p, fs. repeat split; auto.
        exists q, t, w, b, []. split; [exact K|]. repeat split; auto using blank_nil. flat.
      * destruct R as (p & V & q & t & w & K & T & W & N & ->). exists p. split; auto.
        exists q, t, w, b, []. split; [exact K|]. repeat split; auto using blank_nil. flat.
  - eapply text_step_reads; eauto.
  - cbn [step] in E. destruct R as (p & m & V & M & ->). destruct (symbol_of b) eqn:B; try discriminate.
    destruct (Z.eqb_spec d 0) as [-> | N]; [discriminate|]. injection E as <-. exists p, [m], [b]. repeat split; auto.
    + apply (first_digit b d); assumption.
    + unfold MAX_DIGITS. cbn. lia.
    + exists m. auto.
    + flat.
  - cbn [step] in E. destruct R as (p & z & V & Z0 & ->). destruct (put _ _) as [s1|e] eqn:F; [|discriminate].
    eapply after_reads; [|exact E]. eapply put_reads; [exact V| |exact F]. constructor. apply nought, Z0.
  - cbn [step] in E. destruct R as (p & m & t & V & D & C & M & ->). 
    assert (Done : forall s1, put (Number (signed negative (value d))) k = Good s1 -> reads s1 (p ++ m ++ t)).
    { intros s1 F. eapply put_reads; [exact V| |exact F]. constructor. destruct negative.
      - destruct M as (x & X & ->). eapply negative_integer; eauto.
      - subst m. eapply positive_integer; eauto. }
    destruct (symbol_of b) eqn:B;
      try (destruct (put _ _) as [s1|e] eqn:F; [|discriminate]; eapply after_reads; [apply Done; reflexivity | exact E]).
    destruct (Z.ltb_spec (count d) MAX_DIGITS) as [L|]; [|discriminate]. injection E as <-.
    destruct (one_more_value d d0) as [V1 C1]. exists p, m, (t ++ [b]). repeat split; auto.
    + rewrite V1, C1. apply next_digit; assumption.
    + lia.
    + flat.
  - cbn [step] in E. destruct R as (p & t & V & S & ->). destruct rest as [|c rest]; [discriminate|].
    destruct (same_byte b c) eqn:K; [|discriminate]. apply same_byte_eq in K. subst c.
    destruct rest as [|c rest].
    + rewrite <- app_assoc. eapply put_reads; eauto.
    + injection E as <-. exists p, (t ++ [b]). rewrite <- !app_assoc. auto.
  - cbn [step] in E. destruct (symbol_of b) eqn:B; try discriminate. injection E as <-. destruct R as (fs & R & F).
    exists fs. split; [exact R|]. destruct F as [l w t w' W W' S]. rewrite <- !app_assoc. constructor; auto using blank_more.
Qed.

Lemma run_reads s : forall st st' pre n, reads st pre -> run step st s n = Good st' -> reads st' (pre ++ unpack s).
Proof.
  induction s as [|b s IH]; intros st st' pre n R E; cbn [run unpack] in *.
  - injection E as <-. rewrite app_nil_r. exact R.
  - destruct (step st b) as [st1|[kind p words]] eqn:F; [|discriminate].
    change (b :: unpack s) with ([b] ++ unpack s). rewrite app_assoc. eapply IH; [|exact E]. eapply step_reads; eauto.
Qed.

(** What is read is what all bytes of the file spell: the same keys in the same order, each with its value or, for a
    list, with what its elements gave one after the other. *)
Theorem read_with_spells s fields : read_with s = Good fields ->
  exists values, spells_file values (unpack s) /\ related fields values.
Proof.
  unfold read_with. intros E. destruct (run step Start s 0%N) as [st|e] eqn:R; [|discriminate].
  destruct st; try discriminate. injection E as <-. eapply (run_reads s Start _ []) in R; [|constructor].
  destruct R as (fs & R & F). exists fs. auto.
Qed.

End Reading.

Lemma fed_kept key l : forall acc, fold_left (fun r v => let! a := r in kept key a v) l (Good acc) = Good (rev l ++ acc).
Proof.
  induction l as [|v l IH]; intros acc; [reflexivity|]. etransitivity; [exact (IH (v :: acc))|]. cbn [rev]. flat.
Qed.

(** What is read is spelled by all bytes of the file. *)
Theorem read_spells s fields : read s = Good fields -> spells_file fields (unpack s).
Proof.
  unfold read. destruct (read_with [] kept s) as [fs|e] eqn:R; [|discriminate]. intros [= <-].
  destruct (read_with_spells _ _ _ _ R) as (values & S & L). replace (map whole_field fs) with values; [exact S|].
  clear -L. induction L as [|f r fs values [K V] _ IH]; cbn [map]; [reflexivity|]. rewrite IH. f_equal.
  destruct f as [k f], r as [k' v]. cbn [fst snd] in *. subst k'. unfold whole_field. cbn [fst snd]. f_equal.
  destruct f as [w|a]; cbn [stands] in V; [exact V|]. destruct V as (l & -> & F). unfold fed in F. rewrite fed_kept in F.
  injection F as <-. rewrite app_nil_r, rev_involutive. reflexivity.
Qed.
