(** Claims: docs/reference/format.md, section 4, from the bytes of a file. *)

From Coq Require Import String NArith ZArith QArith List Bool.
From Memocert Require Import native.Bytes native.Json native.Reader native.Document native.Rows native.Costs native.Network native.Dataset.
From Memocert Require Forms Checker Radii.
Import ListNotations.
Open Scope string_scope.
Open Scope Z_scope.

(** * What a claim is *)

(** A file of the same folder, and the SHA-256 of its bytes. *)
Record reference := Reference { file : bytes; digest : bytes }.

(** A constraint, f >= 0, f > 0 or f = 0 for a form f in integers without a common factor: the constant of f, and for each
    factor that is not 0 how many positions are passed over before it. *)
Record bound := Bound { constant : Z; factors : list (nat * Z); relation : Forms.relation }.

Definition constraint (b : bound) : Forms.constraint := (Forms.sparse (constant b) (factors b), relation b).
Definition region (bs : list bound) : list Forms.constraint := map constraint bs.

(** What a network is to give: the label; the unit vector of the label's class; or a vector that is greatest there. *)
Inductive goal := AsGiven | OneHot | Greatest.

Inductive claim :=
| AtPoints (g : goal) (network data : reference)
| Robustly (g : goal) (network data : reference) (radius : Q)
| WithRadii (g : goal) (network data : reference) (radii : list Radii.radius)
| Equivalent (network other : reference) (domain : list bound)
| WithinTolerance (network other : reference) (domain : list bound) (tolerance : Q)
| EquivalentOnBalls (network other data : reference) (radius : Q)
| SameClassOnBalls (network other data : reference) (radii : list Radii.radius)
| OperationsAtMost (network : reference) (domain : list bound) (m : counted) (most : Z) (attained : option Checker.values_over)
| OutputWithin (network : reference) (domain wanted : list bound)
| Avoids (network : reference) (domain : list bound) (unsafe : list (list bound))
| Paths (network : reference) (domain : list bound) (count : Z)
| ComparisonsNeeded (constant : bool) (data : reference) (comparisons : Z)
| DepthNeeded (constant : bool) (data : reference) (depth : Z)
| OperationsNeeded (data : reference) (operations : Z)
| UnitsNeeded (data : reference) (units : Z)
| MeanNeeded (axis constant : bool) (data : reference) (mean : Q).

(** * Kinds and their keys *)

Inductive kind :=
| Memorizing | Classifying | MemorizingRobustly | ClassifyingRobustly | MemorizingWithRadii | ClassifyingWithRadii
| Equalling | Approaching | EquallingOnBalls | AgreeingOnBalls | Costing | Staying | Avoiding | Branching | Comparing | ComparingConstants | Deepening
| DeepeningAffine | Operating | Hiding | Averaging (axis constant : bool).

Definition kinds : list (bytes * kind) := Eval vm_compute in
  [(text "memorizes", Memorizing); (text "classifies", Classifying);
   (text "memorizes robustly", MemorizingRobustly); (text "classifies robustly", ClassifyingRobustly);
   (text "memorizes with radii", MemorizingWithRadii); (text "classifies with radii", ClassifyingWithRadii);
   (text "equivalent", Equalling); (text "within tolerance", Approaching); (text "equivalent on balls", EquallingOnBalls);
   (text "same class on balls", AgreeingOnBalls); (text "operations at most", Costing); (text "output within", Staying);
   (text "avoids", Avoiding); (text "paths", Branching); (text "comparisons needed", Comparing);
   (text "comparisons needed with constant leaves", ComparingConstants); (text "depth needed", Deepening);
   (text "depth needed with affine leaves", DeepeningAffine); (text "operations needed", Operating); (text "units needed", Hiding);
   (text "mean comparisons needed", Averaging false false); (text "mean comparisons needed with constant leaves", Averaging false true);
   (text "mean depth needed", Averaging true true); (text "mean depth needed with affine leaves", Averaging true false)].

(** What is in a file that a claim names. *)
Inductive role := Network | Data.

Definition roles (k : kind) : list role :=
  match k with
  | Memorizing | Classifying | MemorizingRobustly | ClassifyingRobustly | MemorizingWithRadii | ClassifyingWithRadii => [Network; Data]
  | Equalling | Approaching => [Network; Network]
  | EquallingOnBalls | AgreeingOnBalls => [Network; Network; Data]
  | Costing | Staying | Avoiding | Branching => [Network]
  | Comparing | ComparingConstants | Deepening | DeepeningAffine | Operating | Hiding | Averaging _ _ => [Data]
  end.

Definition KIND := Eval vm_compute in text "kind".
Definition NETWORK := Eval vm_compute in text "network".
Definition OTHER := Eval vm_compute in text "other".
Definition DATA := Eval vm_compute in text "dataset".
Definition DOMAIN := Eval vm_compute in text "domain".
Definition LABELS := Eval vm_compute in text "labels".
Definition RADIUS := Eval vm_compute in text "radius".
Definition RADII := Eval vm_compute in text "radii".
Definition TOLERANCE := Eval vm_compute in text "tolerance".
Definition MEASURE := Eval vm_compute in text "measure".
Definition BOUND := Eval vm_compute in text "bound".
Definition ATTAINED := Eval vm_compute in text "attained".
Definition OUTPUTS := Eval vm_compute in text "outputs".
Definition UNSAFE := Eval vm_compute in text "unsafe".
Definition COUNT := Eval vm_compute in text "count".
Definition COMPARISONS := Eval vm_compute in text "comparisons".
Definition DEPTH := Eval vm_compute in text "depth".
Definition OPERATIONS := Eval vm_compute in text "operations".
Definition UNITS := Eval vm_compute in text "units".
Definition MEAN := Eval vm_compute in text "mean".

(** The files first. *)
Definition keys (k : kind) : list bytes :=
  match k with
  | Memorizing => [NETWORK; DATA; LABELS]
  | Classifying => [NETWORK; DATA]
  | MemorizingRobustly => [NETWORK; DATA; LABELS; RADIUS]
  | ClassifyingRobustly => [NETWORK; DATA; RADIUS]
  | MemorizingWithRadii => [NETWORK; DATA; LABELS; RADII]
  | ClassifyingWithRadii => [NETWORK; DATA; RADII]
  | Equalling => [NETWORK; OTHER; DOMAIN]
  | Approaching => [NETWORK; OTHER; DOMAIN; TOLERANCE]
  | EquallingOnBalls => [NETWORK; OTHER; DATA; RADIUS]
  | AgreeingOnBalls => [NETWORK; OTHER; DATA; RADII]
  | Costing => [NETWORK; DOMAIN; MEASURE; BOUND; ATTAINED]
  | Staying => [NETWORK; DOMAIN; OUTPUTS]
  | Avoiding => [NETWORK; DOMAIN; UNSAFE]
  | Branching => [NETWORK; DOMAIN; COUNT]
  | Comparing | ComparingConstants => [DATA; COMPARISONS]
  | Deepening | DeepeningAffine => [DATA; DEPTH]
  | Operating => [DATA; OPERATIONS]
  | Hiding => [DATA; UNITS]
  | Averaging _ _ => [DATA; MEAN]
  end.

(** * Values of keys *)

(** One of some words. *)
Definition choice {A} (name said : string) (table : list (bytes * A)) (v : json) : result A :=
  match v with
  | Text s => match find s table with Some a => Good a | None => malformed [Say name; Say " must be one of "; Say said; Say ", not "; Show s] end
  | _ => malformed (Say name :: Say " must be one of " :: Say said :: Say ", not " :: described v)
  end.

Definition goals : list (bytes * goal) := Eval vm_compute in [(text "as given", AsGiven); (text "one-hot", OneHot)].
Definition labels : json -> result goal := choice "labels" """as given"", ""one-hot""" goals.

Definition measures : list (bytes * counted) := Eval vm_compute in
  [(text "additions", Additions); (text "multiplications", Multiplications); (text "comparisons", Comparisons); (text "total", Total)].
Definition measure : json -> result counted := choice "measure" "additions, multiplications, comparisons, total" measures.

Definition not_negative (name : string) (v : json) : result Q :=
  let! q := rational name v in
  if Qnum q <? 0 then malformed [Say name; Say " must be at least 0"] else Good q.

Definition more_than_0 (name : string) (v : json) : result Q :=
  let! q := rational name v in
  if Qnum q <=? 0 then malformed [Say name; Say " must be more than 0"] else Good q.

(** Each value of a list, the first one that is wrong named by its number. *)
Fixpoint each {A} (name : string) (decode : json -> result A) (number : Z) (l : list json) (found : list A) : result (list A) :=
  match l with
  | [] => Good (rev' found)
  | v :: rest =>
      let! a := within [Say name; Say " "; Count number; Say ": "] (decode v) in
      each name decode (number + 1) rest (a :: found)
  end.

(** ** Constraints *)

(** The sign of f, and how it stands to 0. *)
Definition relations : list (bytes * (bool * Forms.relation)) := Eval vm_compute in
  [(text ">=", (true, Forms.Nonnegative)); (text ">", (true, Forms.Positive)); (text "=", (true, Forms.Zero));
   (text "<=", (false, Forms.Nonnegative)); (text "<", (false, Forms.Positive))].

(** Positions are within all that there can be; that they are within the inputs, or outputs, is looked at with the network. *)
Definition WIDEST := 2097152.

(** [ROW, RELATION, NUMBER]: the form is a multiple of ROW . z - NUMBER, or of its opposite. *)
Definition bound_of (v : json) : result bound :=
  let! parts := entries "a constraint" v in
  match parts with
  | [row; sign; number] =>
      let! r := choice "the relation" ">= > = <= <" relations sign in
      let! pairs := gap_row WIDEST row in
      let! q := rational "the bound" number in
      let '(_, (weights, c)) := scaled_row pairs (- q)%Q in
      let f := Forms.primitive (c :: map snd weights) in
      let f := if fst r then f else Forms.opposite f in
      Good (Bound (hd 0 f) (combine (map fst weights) (tl f)) (snd r))
  | _ => malformed [Say "a constraint must have 3 entries, not "; Count (Z.of_nat (List.length parts))]
  end.

Definition bounds (name : string) (v : json) : result (list bound) :=
  let! l := entries name v in each "constraint" bound_of 0 l [].

Definition polyhedra (v : json) : result (list (list bound)) :=
  let! l := entries "unsafe" v in each "polyhedron" (bounds "constraints") 0 l [].

(** ** Radii *)

Inductive shape := IsAll | IsWrong | IsClosed | IsOpen.
Definition shapes : list (bytes * shape) := Eval vm_compute in
  [(text "all", IsAll); (text "wrong", IsWrong); (text "closed", IsClosed); (text "open", IsOpen)].

Definition radius_of (v : json) : result Radii.radius :=
  let refused := malformed [Say "a radius must be [""all""], [""wrong""] or [""closed"" or ""open"", at least, at most or null]"] in
  match v with
  | List [Text s] =>
      match find s shapes with Some IsAll => Good Radii.All | Some IsWrong => Good Radii.Wrong | _ => refused end
  | List [Text s; least; most] =>
      let read := let! most := match most with Null => Good None | _ => let! q := not_negative "a radius" most in Good (Some q) end in
                  let! least := not_negative "a radius" least in Good (least, most) in
      match find s shapes with
      | Some IsClosed => let! r := read in Good (Radii.Closed (fst r) (snd r))
      | Some IsOpen =>
          let! r := read in
          if Qnum (fst r) =? 0 then malformed [Say "the radius of an open ball must be more than 0"] else Good (Radii.Opened (fst r) (snd r))
      | _ => refused
      end
  | _ => refused
  end.

Definition radii_of (v : json) : result (list Radii.radius) :=
  let! l := entries "radii" v in each "radius" radius_of 0 l [].

Definition attained_of (v : json) : result (option Checker.values_over) :=
  match v with Null => Good None | _ => let! l := point_of "attained" None v in Good (Some (integers l)) end.

(** * Claims *)

(** From the references to its files, and the values of its other keys. *)
Definition claim_of (k : kind) (files : list reference) (vs : list json) : result claim :=
  match k, files, vs with
  | Memorizing, [n; d], [l] => let! g := labels l in Good (AtPoints g n d)
  | Classifying, [n; d], [] => Good (AtPoints Greatest n d)
  | MemorizingRobustly, [n; d], [l; r] =>
      let! g := labels l in let! r := not_negative "a radius" r in Good (Robustly g n d r)
  | ClassifyingRobustly, [n; d], [r] => let! r := not_negative "a radius" r in Good (Robustly Greatest n d r)
  | MemorizingWithRadii, [n; d], [l; rs] =>
      let! g := labels l in let! rs := radii_of rs in Good (WithRadii g n d rs)
  | ClassifyingWithRadii, [n; d], [rs] => let! rs := radii_of rs in Good (WithRadii Greatest n d rs)
  | Equalling, [n; m], [r] => let! r := bounds "constraints" r in Good (Equivalent n m r)
  | Approaching, [n; m], [r; t] =>
      let! r := bounds "constraints" r in let! t := not_negative "the tolerance" t in Good (WithinTolerance n m r t)
  | EquallingOnBalls, [n; m; d], [r] => let! r := not_negative "a radius" r in Good (EquivalentOnBalls n m d r)
  | AgreeingOnBalls, [n; m; d], [rs] => let! rs := radii_of rs in Good (SameClassOnBalls n m d rs)
  | Costing, [n], [r; m; b; x] =>
      let! r := bounds "constraints" r in let! m := measure m in
      let! b := integer "bound" 0 1000000000000000000 b in let! x := attained_of x in Good (OperationsAtMost n r m b x)
  | Staying, [n], [r; w] =>
      let! r := bounds "constraints" r in let! w := bounds "constraints" w in Good (OutputWithin n r w)
  | Avoiding, [n], [r; u] => let! r := bounds "constraints" r in let! u := polyhedra u in Good (Avoids n r u)
  | Branching, [n], [r; c] =>
      let! r := bounds "constraints" r in let! c := integer "count" 0 1000000000000000000 c in Good (Paths n r c)
  | Comparing, [d], [c] => let! c := integer "comparisons" 1 1000000 c in Good (ComparisonsNeeded false d c)
  | ComparingConstants, [d], [c] => let! c := integer "comparisons" 1 1000000 c in Good (ComparisonsNeeded true d c)
  | Deepening, [d], [c] => let! c := integer "depth" 1 1000000 c in Good (DepthNeeded true d c)
  | DeepeningAffine, [d], [c] => let! c := integer "depth" 1 1000000 c in Good (DepthNeeded false d c)
  | Operating, [d], [c] => let! c := integer "operations" 1 1000000 c in Good (OperationsNeeded d c)
  | Hiding, [d], [c] => let! c := integer "units" 1 1000000 c in Good (UnitsNeeded d c)
  | Averaging axis constant, [d], [m] => let! m := more_than_0 "the mean" m in Good (MeanNeeded axis constant d m)
  | _, _, _ => malformed [Say "the keys are not those of the kind"]
  end.

Definition CLAIM_FORMAT := Eval vm_compute in text "memocert claim".

(** The kind, then what the keys have, the files first. *)
Definition head_of (s : bytes) : result (kind * list json) :=
  let! fields := read_with [] kept s in
  let! _ := is_document CLAIM_FORMAT 3 fields in
  match find KIND (map whole_field fields) with
  | Some (Text name) =>
      match find name kinds with
      | Some k =>
          let! _ := has_fields (KIND :: keys k) fields in
          let! vs := values "the file" (keys k) (map whole_field fields) in Good (k, vs)
      | None => malformed [Say "kind is none of the page: "; Show name]
      end
  | _ => malformed [Say "kind must be the name of a kind of claims"]
  end.

Definition role_name (r : role) : string := match r with Network => "network" | Data => "dataset" end.

Definition reference_of (r : role) (v : json) : result reference :=
  let! names := Json.reference (role_name r) v in Good (Reference (fst names) (snd names)).

(** The references, in the order of the roles, and the values that are left. *)
Fixpoint references_of (rs : list role) (vs : list json) : result (list reference * list json) :=
  match rs, vs with
  | [], _ => Good ([], vs)
  | r :: rs', v :: vs' =>
      let! one := reference_of r v in
      let! more := references_of rs' vs' in Good (one :: fst more, snd more)
  | _ :: _, [] => malformed [Say "a key is not there"]
  end.

Definition decode_claim (s : bytes) : result claim :=
  let! head := head_of s in
  let! files := references_of (roles (fst head)) (snd head) in
  claim_of (fst head) (fst files) (snd files).

(** The files that a claim names, in order. *)
Definition references (c : claim) : list reference :=
  match c with
  | AtPoints _ n d | Robustly _ n d _ | WithRadii _ n d _ => [n; d]
  | Equivalent n m _ | WithinTolerance n m _ _ => [n; m]
  | EquivalentOnBalls n m d _ | SameClassOnBalls n m d _ => [n; m; d]
  | OperationsAtMost n _ _ _ _ | OutputWithin n _ _ | Avoids n _ _ | Paths n _ _ => [n]
  | ComparisonsNeeded _ d _ | DepthNeeded _ d _ | OperationsNeeded d _ | UnitsNeeded d _ | MeanNeeded _ _ d _ => [d]
  end.

Lemma claim_of_references k files vs c : claim_of k files vs = Good c -> references c = files.
Proof.
  intros H.
  destruct k; destruct files as [|f1 [|f2 [|f3 [|]]]]; try discriminate; destruct vs as [|v1 [|v2 [|v3 [|v4 [|]]]]]; try discriminate;
    cbn [claim_of] in H;
    repeat match type of H with
           | bind ?r _ = Good _ => destruct r; cbn [bind] in H; [|discriminate]
           end;
    injection H as <-; reflexivity.
Qed.
