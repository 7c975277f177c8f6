(** Constraints in words, as verify/check/words.py has them: few and short ones as people write them, of others only how
    many there are. Nothing rests on them. *)

From Coq Require Import String NArith ZArith QArith List Bool.
From Memocert Require Import Forms.
From Memocert Require Import native.Bytes native.Claim native.Demand.
Import ListNotations.
Open Scope string_scope.
Open Scope Z_scope.
Open Scope list_scope.

(** How many constraints are written out, of how many terms, with numbers of how many bits, in how many letters; and of how
    many polyhedra. *)
Definition MOST := 16%nat.
Definition TERMS := 4%nat.
Definition LONG := 18446744073709551616.
Definition LETTERS := 160.
Definition POLYHEDRA := 3%nat.

(** Words, and how many letters they have. *)
Definition phrase : Type := list piece * Z.

Definition said (s : string) (letters : Z) : phrase := ([Say s], letters).
Definition then_ (a b : phrase) : phrase := (fst a ++ fst b, snd a + snd b).

Fixpoint digits (fuel : nat) (z : Z) : Z :=
  match fuel with
  | O => 0
  | S fuel => if z <? 10 then 1 else 1 + digits fuel (z / 10)
  end.

Definition number (z : Z) : phrase := ([Count z], (if z <? 0 then 1 else 0) + digits 40 (Z.abs z)).

(** A rational number in lowest terms. *)
Definition quotient (above below : Z) : phrase :=
  let '(above, below) := if 0 <? below then (above, below) else (- above, - below) in
  if below =? 1 then number above else then_ (number above) (then_ (said "/" 1) (number below)).

(** A relation between blanks, the other way round if the sign is negative. *)
Definition symbol (r : Forms.relation) (positive : bool) : phrase :=
  match r, positive with
  | Forms.Zero, _ => said " = " 3
  | Nonnegative, true => said " >= " 4
  | Nonnegative, false => said " <= " 4
  | Positive, true => said " > " 3
  | Positive, false => said " < " 3
  end.

(** Factors with their positions. *)
Fixpoint terms_from (place : Z) (l : list (nat * Z)) : list (Z * Z) :=
  match l with
  | [] => []
  | (gap, a) :: l' => let here := place + Z.of_nat gap in (here, a) :: terms_from (here + 1) l'
  end.

Definition terms (b : bound) : list (Z * Z) := terms_from 0 (factors b).

Definition is_short (b : bound) : bool :=
  (List.length (factors b) <=? TERMS)%nat && (Z.abs (constant b) <? LONG) && forallb (fun a => Z.abs (snd a) <? LONG) (factors b).

Section Names.

(** What the number at a position is called. *)
Variable name : Z -> phrase.

Fixpoint sum_of (first : bool) (sign : Z) (l : list (Z * Z)) : phrase :=
  match l with
  | [] => ([], 0)
  | (place, a) :: l' =>
      let factor := sign * a in
      let between := if first then if 0 <? factor then ([], 0) else said "-" 1
                     else if 0 <? factor then said " + " 3 else said " - " 3 in
      let times := if Z.abs factor =? 1 then ([], 0) else then_ (number (Z.abs factor)) (said " " 1) in
      then_ between (then_ times (then_ (name place) (sum_of false sign l')))
  end.

Fixpoint replaced (n : nat) (text : phrase) (texts : list phrase) : list phrase :=
  match texts, n with
  | [], _ => []
  | _ :: texts', O => text :: texts'
  | t :: texts', S n' => t :: replaced n' text texts'
  end.

Fixpoint taken_out (first : Z) (lower : list (Z * (nat * phrase))) : option (nat * phrase) * list (Z * (nat * phrase)) :=
  match lower with
  | [] => (None, [])
  | (place, low) :: rest =>
      if place =? first then (Some low, rest) else let '(found, rest) := taken_out first rest in (found, (place, low) :: rest)
  end.

(** The texts so far, in order; and of each number the place of its lower bound among them, and the bound. *)
Definition one_more (texts : list phrase) (lower : list (Z * (nat * phrase))) (b : bound) : option (list phrase * list (Z * (nat * phrase))) :=
  match terms b with
  | [] => None
  | (first, a) :: more =>
      if negb (is_short b) then None
      else
        let up := 0 <? a in
        let sign := if up then 1 else -1 in
        let value := sign * - constant b in
        match more with
        | _ :: _ => Some (texts ++ [then_ (sum_of true sign (terms b)) (then_ (symbol (relation b) up) (number value))], lower)
        | [] =>
            let value := quotient value (Z.abs a) in
            let plain := then_ (name first) (then_ (symbol (relation b) up) value) in
            let simple := match relation b with Forms.Zero => true | _ => false end in
            match (if simple || up then (None, lower) else taken_out first lower) with
            | (Some (place, least), lower') => Some (replaced place (then_ least plain) texts, lower')
            | (None, lower') =>
                Some (texts ++ [plain],
                      if negb simple && up then (first, (List.length texts, then_ value (symbol (relation b) false))) :: snd (taken_out first lower')
                      else lower')
            end
        end
  end.

Fixpoint all_texts (bs : list bound) (texts : list phrase) (lower : list (Z * (nat * phrase))) : option (list phrase) :=
  match bs with
  | [] => Some texts
  | b :: bs' => match one_more texts lower b with Some (texts', lower') => all_texts bs' texts' lower' | None => None end
  end.

Fixpoint joined_by (between : phrase) (texts : list phrase) : phrase :=
  match texts with
  | [] => ([], 0)
  | [t] => t
  | t :: texts' => then_ t (then_ between (joined_by between texts'))
  end.

(** Constraints as people write them; nothing if they are many or long. *)
Definition spelled_out (bs : list bound) : option phrase :=
  match bs with
  | [] => None
  | _ =>
      if (List.length bs <=? MOST)%nat then
        match all_texts bs [] [] with
        | Some texts => let text := joined_by (said ", " 2) texts in if snd text <=? LETTERS then Some text else None
        | None => None
        end
      else None
  end.

End Names.

Definition input_name (place : Z) : phrase := then_ (said "z" 1) (number place).
Definition output_name (place : Z) : phrase := then_ (said "y" 1) (number place).

(** ** Boxes *)

Definition end_of (place : Z) (up : bool) (b : bound) : option (Z * Z) :=
  match terms b, relation b with
  | [(j, a)], Nonnegative => if (j =? place) && (if up then 0 <? a else a <? 0) && is_short b then Some (a, constant b) else None
  | _, _ => None
  end.

Definition same_end (a b : Z * Z) : bool := (fst a =? fst b) && (snd a =? snd b).

(** Both ends, if they are those of all numbers in their order. *)
Fixpoint ends_from (place : Z) (bs : list bound) (known : option ((Z * Z) * (Z * Z))) : option ((Z * Z) * (Z * Z)) :=
  match bs with
  | [] => known
  | [_] => None
  | b :: c :: bs' =>
      match end_of place true b, end_of place false c with
      | Some low, Some high =>
          match known with
          | None => ends_from (place + 1) bs' (Some (low, high))
          | Some (l, h) => if same_end l low && same_end h high then ends_from (place + 1) bs' known else None
          end
      | _, _ => None
      end
  end.

Definition box_words (width : Z) (bs : list bound) : option (list piece) :=
  if (Z.of_nat (List.length bs) =? 2 * width) && (2 <=? width) then
    match ends_from 0 bs None with
    | Some ((a, c), (a', c')) =>
        Some (Say "[" :: fst (quotient (- c) a) ++ Say ", " :: fst (quotient (- c') a') ++ [Say "]^"; Count width])
    | None => None
    end
  else None.

(** The domain of so many inputs. *)
Definition domain_words (width : Z) (bs : list bound) (vacuous : bool) : list piece :=
  match bs with
  | [] => [Say "Q^"; Count width]
  | _ =>
      match box_words width bs, spelled_out input_name bs with
      | Some text, _ => text
      | None, Some text => Say "Q^" :: Count width :: Say " with " :: fst text
      | None, None => Say "the domain of " :: counted_words (Z.of_nat (List.length bs)) "constraint" "constraints"
      end ++ (if vacuous then [Say " (there is no such z)"] else [])
  end.

Definition outputs_words (bs : list bound) : list piece :=
  match spelled_out output_name bs with
  | Some text => fst text
  | None => Say "y satisfies " :: counted_words (Z.of_nat (List.length bs)) "constraint" "constraints"
  end.

Fixpoint all_spelled (width : Z) (ps : list (list bound)) : option (list phrase) :=
  match ps with
  | [] => Some []
  | p :: ps' =>
      match spelled_out (fun place => if place <? width then input_name place else output_name (place - width)) p, all_spelled width ps' with
      | Some t, Some ts => Some (then_ (said "{" 1) (then_ t (said "}" 1)) :: ts)
      | _, _ => None
      end
  end.

(** Polyhedra of inputs z, so many, followed by outputs y. *)
Definition unsafe_words (width : Z) (ps : list (list bound)) : list piece :=
  let many := counted_words (Z.of_nat (List.length ps)) "polyhedron" "polyhedra" in
  if (List.length ps <=? POLYHEDRA)%nat then
    match ps, all_spelled width ps with
    | [], _ => [Say "nothing"]
    | _, Some texts => fst (joined_by (said " and " 5) texts)
    | _, None => many
    end
  else many.
