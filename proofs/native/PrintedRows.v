(** Rationals, and points of them, are read back from their text. *)

From Coq Require Import NArith ZArith QArith Qcanon List Bool String Lia.
From Coq.Strings Require Byte.
From Memocert Require Import Nets Checker.
From Memocert Require Import native.Bytes native.Json native.Grammar native.Reader native.Rows native.Print native.Printed.
Import ListNotations.
Open Scope string_scope.
Open Scope Z_scope.
Open Scope list_scope.

(** * Rationals *)

Definition rational_text (q : Q) : list byte :=
  integer_text (Qnum q) ++ if (Qden q =? 1)%positive then [] else Byte.x2f :: natural (Zpos (Qden q)).

Definition rational_value (q : Q) : json := Text (pack (rational_text q)).

(** In lowest terms, and no longer than a reader takes. *)
Definition fine (q : Q) : Prop := Z.gcd (Qnum q) (Zpos (Qden q)) = 1 /\ short (Qnum q) /\ short (Zpos (Qden q)).

Lemma fold_pack {A} (f : A -> byte -> A) t : forall a, fold f a (pack t) = fold_left f t a.
Proof. induction t as [|b t IH]; intros a; cbn; [reflexivity | apply IH]. Qed.

Lemma bytes_pack t : bytes_in (pack t) = t.
Proof. induction t as [|b t IH]; cbn; [reflexivity | f_equal; exact IH]. Qed.

Lemma symbol_digit b d : symbol_of b = Digit d -> digit b = Some d /\ character_of b = Plain.
Proof. destruct b; cbn; intros E; try discriminate E; injection E as <-; split; reflexivity. Qed.

Lemma digits_plain n z t : spells_digits n z t -> Forall (fun b => character_of b = Plain) t /\ Z.of_nat (List.length t) = n.
Proof.
  induction 1 as [b d B D | n z t b d _ [P L] B]; apply symbol_digit in B; destruct B as [_ B].
  - split; [repeat constructor; exact B | reflexivity].
  - split; [apply Forall_app; auto|]. rewrite app_length. cbn [List.length]. lia.
Qed.

Lemma natural_plain z : 0 <= z -> short z -> Forall (fun b => character_of b = Plain) (natural z) /\ Z.of_nat (List.length (natural z)) <= MAX_DIGITS.
Proof.
  intros P S. unfold short in S. destruct (Z.eq_dec z 0) as [->|NZ].
  - change (natural 0) with [Byte.x30]. split; [repeat constructor | discriminate].
  - destruct (natural_spells z ltac:(lia) ltac:(lia)) as (n & D & L). destruct (digits_plain _ _ _ D) as [F E]. split; [exact F | lia].
Qed.

Lemma integer_plain z : short z -> Forall (fun b => character_of b = Plain) (integer_text z) /\ Z.of_nat (List.length (integer_text z)) <= 1 + MAX_DIGITS.
Proof.
  intros S. unfold integer_text. unfold short in S. destruct (Z.ltb_spec z 0).
  - destruct (natural_plain (- z)) as [F L]; [lia | unfold short; lia|]. split; [constructor; [reflexivity | exact F]|]. cbn [List.length]. lia.
  - destruct (natural_plain z) as [F L]; [lia | exact S|]. split; [exact F | lia].
Qed.

Lemma rational_printable q : fine q -> printable 0 (rational_value q).
Proof.
  intros (_ & A & B). cbn [rational_value printable]. unfold plain. rewrite bytes_pack. unfold rational_text.
  destruct (integer_plain _ A) as [F L]. destruct (natural_plain (Zpos (Qden q)) ltac:(lia) B) as [G M]. unfold MAX_TEXT, MAX_DIGITS in *. split.
  - apply Forall_app. split; [exact F|]. destruct (_ =? _)%positive; [constructor|]. constructor; [reflexivity | exact G].
  - rewrite app_length. destruct (_ =? _)%positive; cbn [List.length]; lia.
Qed.

Lemma digits_spelled n z t : spells_digits n z t -> n <= MAX_DIGITS -> forall s (into : decimal -> spelling),
  (forall b d, digit b = Some d -> d <> 0 -> spell s b = into (one_more no_digits d)) ->
  (forall e b d, digit b = Some d -> Json.count e < MAX_DIGITS -> spell (into e) b = into (one_more e d)) ->
  exists e, fold_left spell t s = into e /\ value e = z /\ Json.count e = n.
Proof.
  intros S. induction S as [b d B D | n z t b d S IH B]; intros L s into F M.
  - exists (one_more no_digits d). cbn [fold_left]. apply symbol_digit in B. destruct B as [B _]. rewrite (F b d B D).
    split; [reflexivity | apply (one_more_value no_digits d)].
  - destruct (IH ltac:(lia) s into F M) as (e & G & V & C). exists (one_more e d). destruct (one_more_value e d) as [V' C'].
    rewrite fold_left_app, G. cbn [fold_left]. apply symbol_digit in B. destruct B as [B _]. rewrite (M e b d B) by lia. rewrite V', C', V, C. auto.
Qed.

Lemma number_spelled z : short z -> z <> 0 -> exists negative e, fold_left spell (integer_text z) Begin = Above negative e /\ signed negative (value e) = z.
Proof.
  intros S N. unfold short in S. unfold integer_text. destruct (Z.ltb_spec z 0).
  - destruct (natural_spells (- z) ltac:(lia) ltac:(lia)) as (n & D & L). cbn [fold_left].
    destruct (digits_spelled _ _ _ D L Negative (Above true)) as (e & G & V & _).
    + intros b d B E. cbn [spell]. rewrite B. destruct (Z.eqb_spec d 0); [contradiction | reflexivity].
    + intros e b d B C. cbn [spell]. rewrite B. replace (Json.count e <? MAX_DIGITS) with true by (symmetry; apply Z.ltb_lt; exact C). reflexivity.
    + exists true, e. split; [exact G|]. cbn [signed]. lia.
  - destruct (natural_spells z ltac:(lia) ltac:(lia)) as (n & D & L).
    destruct (digits_spelled _ _ _ D L Begin (Above false)) as (e & G & V & _).
    + intros b d B E. cbn [spell]. rewrite B. destruct (Z.eqb_spec d 0); [contradiction | reflexivity].
    + intros e b d B C. cbn [spell]. rewrite B. replace (Json.count e <? MAX_DIGITS) with true by (symmetry; apply Z.ltb_lt; exact C). reflexivity.
    + exists false, e. split; [exact G | exact V].
Qed.

Lemma rational_printed name q : fine q -> rational name (rational_value q) = Good q.
Proof.
  intros (G & A & B). unfold rational, rational_value. rewrite fold_pack. unfold rational_text. destruct q as [n d]. cbn [Qnum Qden] in *.
  destruct (Z.eq_dec n 0) as [->|N].
  - cbn in G. replace d with 1%positive by lia. reflexivity.
  - destruct (number_spelled n A N) as (negative & e & F & V). rewrite fold_left_app, F. destruct (Pos.eqb_spec d 1) as [->|D].
    + cbn [fold_left spelled]. rewrite V. reflexivity.
    + cbn [fold_left spell digit same_byte]. change (same_byte Byte.x2f Byte.x2f) with true. cbn match. rewrite V. unfold short in B.
      destruct (natural_spells (Zpos d) ltac:(lia) ltac:(lia)) as (k & S & L).
      destruct (digits_spelled _ _ _ S L (Slash n) (Below n)) as (e' & F' & V' & _).
      * intros b z Z0 E. cbn [spell]. rewrite Z0. destruct (Z.eqb_spec z 0); [contradiction | reflexivity].
      * intros e' b z Z0 C. cbn [spell]. rewrite Z0. replace (Json.count e' <? MAX_DIGITS) with true by (symmetry; apply Z.ltb_lt; exact C). reflexivity.
      * rewrite F'. cbn [spelled]. rewrite V'. replace (1 <? Zpos d) with true by (symmetry; apply Z.ltb_lt; lia). rewrite G. reflexivity.
Qed.

(** ** What is read is in lowest terms, and no longer *)

Definition read_digits (d : decimal) : Prop := 0 < value d < 10 ^ Json.count d /\ 1 <= Json.count d <= MAX_DIGITS.

Definition spelling_fine (s : spelling) : Prop :=
  match s with
  | Above _ d => read_digits d
  | Slash above => short above
  | Below above d => short above /\ read_digits d
  | _ => True
  end.

Lemma digit_bounds b d : digit b = Some d -> 0 <= d < 10.
Proof. destruct b; cbn; intros E; try discriminate E; injection E as <-; lia. Qed.

Lemma first_digits d : 0 <= d < 10 -> d <> 0 -> read_digits (one_more no_digits d).
Proof.
  intros B N. unfold read_digits. destruct (one_more_value no_digits d) as [-> ->]. change (value no_digits) with 0. change (Json.count no_digits) with 0.
  unfold MAX_DIGITS. change (10 ^ (0 + 1)) with 10. lia.
Qed.

Lemma more_digits e d : read_digits e -> 0 <= d < 10 -> Json.count e < MAX_DIGITS -> read_digits (one_more e d).
Proof.
  intros [V C] B L. unfold read_digits. destruct (one_more_value e d) as [-> ->]. rewrite Z.pow_add_r by lia. change (10 ^ 1) with 10. lia.
Qed.

Lemma read_short e : read_digits e -> short (value e) /\ short (- value e).
Proof.
  intros [V C]. unfold short. assert (10 ^ Json.count e <= 10 ^ MAX_DIGITS) by (apply Z.pow_le_mono_r; lia). lia.
Qed.

Lemma spell_fine s b : spelling_fine s -> spelling_fine (spell s b).
Proof.
  intros F. destruct s as [| | | negative d | above | above d |]; cbn [spell]; destruct (digit b) as [n|] eqn:D; try exact I; try apply digit_bounds in D.
  - destruct (Z.eqb_spec n 0); [exact I | apply first_digits; assumption].
  - destruct (same_byte _ _); exact I.
  - destruct (Z.eqb_spec n 0); [exact I | apply first_digits; assumption].
  - cbn [spelling_fine] in F. destruct (Z.ltb_spec (Json.count d) MAX_DIGITS); [apply more_digits; assumption | exact I].
  - destruct (same_byte _ _); [|exact I]. cbn [spelling_fine] in *. destruct negative; apply (read_short d F).
  - destruct (Z.eqb_spec n 0); [exact I|]. split; [exact F | apply first_digits; assumption].
  - destruct F as [A F]. destruct (Z.ltb_spec (Json.count d) MAX_DIGITS); [split; [exact A | apply more_digits; assumption] | exact I].
Qed.

Lemma short_one : short 1.
Proof. unfold short. apply (Z.pow_lt_mono_r 10 0 MAX_DIGITS); unfold MAX_DIGITS; lia. Qed.

Lemma rational_fine name v q : rational name v = Good q -> fine q.
Proof.
  unfold rational. destruct v as [| | | s | |]; try discriminate. intros E.
  assert (F : spelling_fine (fold spell Begin s)).
  { generalize (I : spelling_fine Begin). generalize Begin. clear E. induction s as [|b s IH]; intros st F; cbn [fold]; [exact F | apply IH, spell_fine, F]. }
  destruct (spelled _) as [r|] eqn:S; [|discriminate]. injection E as ->. destruct (fold spell Begin s) as [| | | negative d | above | above d |]; try discriminate; cbn [spelled] in S.
  - injection S as <-. split; [reflexivity|]. split; [|exact short_one]. unfold short. cbn [Qnum]. apply Z.pow_pos_nonneg; [lia | discriminate].
  - injection S as <-. cbn [spelling_fine] in F. unfold fine. cbn [Qnum Qden]. split; [apply Z.gcd_1_r|]. split; [|exact short_one]. destruct negative; apply (read_short d F).
  - destruct F as [A F]. destruct (Z.ltb_spec 1 (value d)) as [L|]; [|discriminate]. cbn [andb] in S. destruct (Z.eqb_spec (Z.gcd above (value d)) 1) as [G|]; [|discriminate].
    injection S as <-. unfold fine. cbn [Qnum Qden]. rewrite Z2Pos.id by lia. repeat split; [exact G | exact A | apply (read_short d F)].
Qed.

(** * Points *)

(** Numbers over their least common denominator, as they are read. *)
Definition point_value (x : values_over) : json := List (map (fun q => rational_value (Qred q)) (rationals x)).

Lemma fine_red q : fine q -> Qred q = q.
Proof. intros [G _]. apply Qred_identity, G. Qed.

Lemma same_red l : forall m, same l m -> map Qred l = map Qred m.
Proof. induction l as [|q l IH]; intros m S; inversion S; subst; cbn [map]; [reflexivity|]. f_equal; [apply Qred_complete; assumption | apply IH; assumption]. Qed.

Lemma reduced l : Forall fine l -> map Qred (rationals (integers l)) = l.
Proof.
  intros F. rewrite (same_red _ _ (integers_right l)). induction F as [|q l Q F IH]; cbn [map]; [reflexivity | rewrite fine_red, IH by exact Q; reflexivity].
Qed.

Lemma point_value_integers l : Forall fine l -> point_value (integers l) = List (map rational_value l).
Proof. intros F. unfold point_value. rewrite <- (map_map Qred rational_value), reduced by exact F. reflexivity. Qed.

Lemma rationals_from_printed name l : Forall fine l -> forall read, rationals_from read name (map rational_value l) = Good (rev read ++ l).
Proof.
  induction 1 as [|q l Q F IH]; intros read; cbn [map rationals_from].
  - rewrite app_nil_r. reflexivity.
  - rewrite rational_printed by exact Q. cbn [bind]. rewrite IH. cbn [rev]. rewrite <- app_assoc. reflexivity.
Qed.

Definition fits_width (width : option Z) (n : Z) : Prop := match width with Some w => n = w | None => 1 <= n <= MAX_WIDTH end.

Lemma point_printed name width l : Forall fine l -> fits_width width (Z.of_nat (List.length l)) -> point_of name width (List (map rational_value l)) = Good l.
Proof.
  intros F W. unfold point_of. cbn [entries bind]. rewrite map_length.
  replace (match width with Some w => Z.of_nat (List.length l) =? w | None => (1 <=? Z.of_nat (List.length l)) && (Z.of_nat (List.length l) <=? MAX_WIDTH) end) with true.
  - apply (rationals_from_printed "a number" l F []).
  - symmetry. destruct width; cbn [fits_width] in W; [apply Z.eqb_eq, W | apply andb_true_iff; rewrite !Z.leb_le; exact W].
Qed.

Lemma rationals_from_fine name l : forall read qs, Forall fine read -> rationals_from read name l = Good qs -> Forall fine qs.
Proof.
  induction l as [|v l IH]; intros read qs F E; cbn [rationals_from] in E.
  - injection E as <-. apply Forall_rev, F.
  - destruct (rational name v) as [q|] eqn:R; [|discriminate]. cbn [bind] in E. eapply IH; [|exact E]. constructor; [eapply rational_fine, R | exact F].
Qed.

Lemma point_fine name width v l : point_of name width v = Good l -> Forall fine l /\ fits_width width (Z.of_nat (List.length l)).
Proof.
  unfold point_of. destruct (entries name v) as [vs|]; [|discriminate]. cbn [bind]. destruct (match width with Some w => _ | None => _ end) eqn:W; [|destruct width; discriminate].
  intros E. split; [eapply rationals_from_fine; [|exact E]; constructor|].
  assert (L : List.length l = List.length vs).
  { clear W. assert (H : forall vs read qs, rationals_from read "a number" vs = Good qs -> List.length qs = (List.length read + List.length vs)%nat).
    { clear. induction vs as [|v vs IH]; intros read qs E; cbn [rationals_from] in E.
      - injection E as <-. rewrite rev_length. cbn. lia.
      - destruct (rational _ v) as [q|]; [|discriminate]. cbn [bind] in E. apply IH in E. rewrite E. cbn [List.length]. lia. }
    apply (H vs [] l E). }
  rewrite L. destruct width; cbn [fits_width]; [apply Z.eqb_eq, W | apply andb_true_iff in W; rewrite !Z.leb_le in W; exact W].
Qed.

Lemma point_printable l : Forall fine l -> printable 1 (List (map rational_value l)).
Proof. intros F. cbn [printable]. rewrite Forall_map. eapply Forall_impl; [|exact F]. apply rational_printable. Qed.
